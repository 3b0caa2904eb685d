package menhir.games.raffle;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The raffle: a deterministic state machine over the total order of client requests. Every hundredth request enters; a draw
 * is itself a request in that order, so every front-end draws among the same entries, with the same random number, and gets
 * the same winner without another word.
 *
 * <p>The random number is a SHA-256 over everything delivered so far, the drawer's nonce included. No one can know it
 * before the draw has its place in the order. (Who submits a draw may pick its nonce; that is a fair raffle among honest
 * front-ends, not a lottery against a dishonest operator.)
 *
 * <p>Bounded: the newest {@link #MAX_ENTRIES} entries take part, i.e. those of the last million requests, and the newest
 * {@link #MAX_WINNERS} draws are kept. Single-threaded.
 */
public final class Raffle {

    /** Every so many client requests, one enters. */
    public static final int EVERY = 100;

    /** Entries kept; older ones give way, on every front-end at the same request. */
    public static final int MAX_ENTRIES = 10_000;

    /** Draws kept. */
    public static final int MAX_WINNERS = 100;

    private final Deque<RaffleEntry> entries = new ArrayDeque<>();
    private final Deque<Winner> winners = new ArrayDeque<>();
    private long requests;
    private long draws;
    private byte[] digest = new byte[RaffleDigest.BYTES];

    /** Nothing has been delivered yet. */
    public Raffle() {}

    Raffle(RaffleState state) {
        entries.addAll(state.entries());
        winners.addAll(state.winners());
        requests = state.requests();
        draws = state.draws();
        digest = HexFormat.of().parseHex(state.digest());
    }

    /** The state of another front-end's raffle, from its {@link #snapshot}. */
    public static Raffle restore(byte[] snapshot) {
        return new Raffle(RaffleState.decode(snapshot));
    }

    public byte[] snapshot() {
        return state().encode();
    }

    RaffleState state() {
        return new RaffleState(
                requests, draws, HexFormat.of().formatHex(digest), List.copyOf(entries), List.copyOf(winners));
    }

    /**
     * Applies the next request of the total order. A text that is none of the raffle's is passed over, by all alike.
     *
     * @param frontEnd where it came in
     */
    public void deliver(String frontEnd, String text) {
        digest = RaffleDigest.next(digest, frontEnd, text);
        RaffleRequest request;
        try {
            request = RaffleRequest.of(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (request instanceof RaffleRequest.Entrant entrant) {
            enter(frontEnd, entrant.label());
        } else if (!(request instanceof RaffleRequest.NextDraw next) || next.draws() == draws) {
            draw();
        }
    }

    private void enter(String frontEnd, String label) {
        requests++;
        if (requests % EVERY == 0) {
            entries.addLast(new RaffleEntry(requests / EVERY, requests, frontEnd, label));
            if (entries.size() > MAX_ENTRIES) {
                entries.removeFirst();
            }
        }
    }

    /** Without entries there is nothing to draw. */
    private void draw() {
        if (entries.isEmpty()) {
            return;
        }
        // 256 bits against 10,000 entries: what the remainder favours is far below anything that could be noticed.
        int place = new BigInteger(1, digest)
                .mod(BigInteger.valueOf(entries.size()))
                .intValueExact();
        Iterator<RaffleEntry> each = entries.iterator();
        for (int i = 0; i < place; i++) {
            each.next();
        }
        draws++;
        winners.addLast(
                new Winner(draws, requests, entries.size(), HexFormat.of().formatHex(digest), each.next()));
        if (winners.size() > MAX_WINNERS) {
            winners.removeFirst();
        }
    }

    /** How many client requests there have been. */
    public long requests() {
        return requests;
    }

    /** How many requests have entered, those included that gave way since. */
    public long entered() {
        return requests / EVERY;
    }

    /** How many draws there have been, those included that are not kept any more. */
    public long draws() {
        return draws;
    }

    /** Whether so many requests have entered since the last draw. */
    public boolean drawIsDue(int everyEntries) {
        Winner last = winners.peekLast();
        long drawn = last == null ? 0 : last.requests() / EVERY;
        return entered() - drawn >= everyEntries;
    }

    /** Those that take part, oldest first. */
    public List<RaffleEntry> entries() {
        return List.copyOf(entries);
    }

    /** The newest draws, oldest first. */
    public List<Winner> winners() {
        return List.copyOf(winners);
    }

    /** The newest winner, or null if nothing was drawn yet. */
    public @Nullable Winner winner() {
        return winners.peekLast();
    }

    /** A hash, in hexadecimal, over all that was delivered: equal on two front-ends that delivered the same. */
    public String digest() {
        return HexFormat.of().formatHex(digest);
    }
}
