package menhir.games.raffle;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The raffle: a deterministic state machine over the total order of client requests. Every hundredth request enters. A draw
 * is itself a request in that order, so every front-end draws among the same entries with the same random number, and gets
 * the same winner without further messages.
 *
 * <p>The random number is a SHA-256 over all deliveries so far, including the nonce of the draw. It is unknown until the draw
 * has its position in the order. The submitter chooses the nonce: this is a fair raffle among honest front-ends, and no
 * protection against a dishonest operator.
 *
 * <p>Bounded: the newest {@link #MAX_ENTRIES} entries take part, that is those of the last million requests, and the newest
 * {@link #MAX_WINNERS} draws are kept. Single-threaded.
 */
public final class Raffle {

    /** One of this many client requests enters. */
    public static final int EVERY = 100;

    /** Most entries; the oldest is removed first, at the same request on every front-end. */
    public static final int MAX_ENTRIES = 10_000;

    /** Most draws kept. */
    public static final int MAX_WINNERS = 100;

    private final Deque<RaffleEntry> entries = new ArrayDeque<>();
    private final Deque<Winner> winners = new ArrayDeque<>();
    private long requests;
    private long draws;
    private byte[] digest = new byte[RaffleDigest.BYTES];

    /** A raffle before the first delivery. */
    public Raffle() {}

    private Raffle(RaffleState state) {
        entries.addAll(state.entries());
        winners.addAll(state.winners());
        requests = state.requests();
        draws = state.draws();
        digest = HexFormat.of().parseHex(state.digest());
    }

    /**
     * A raffle with the state of another front-end's, from its {@link #snapshot}.
     *
     * @throws IllegalArgumentException if the bytes are not such a state
     */
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
     * Applies the next request of the total order. All front-ends ignore a text that is not a {@link RaffleRequest}.
     *
     * @param frontEnd the front-end that received the request
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

    /** Has no effect if there are no entries. */
    private void draw() {
        if (entries.isEmpty()) {
            return;
        }
        // With 256 bits and at most 10,000 entries, the bias of the remainder is negligible.
        int index = new BigInteger(1, digest)
                .mod(BigInteger.valueOf(entries.size()))
                .intValueExact();
        Iterator<RaffleEntry> each = entries.iterator();
        for (int i = 0; i < index; i++) {
            each.next();
        }
        draws++;
        winners.addLast(
                new Winner(draws, requests, entries.size(), HexFormat.of().formatHex(digest), each.next()));
        if (winners.size() > MAX_WINNERS) {
            winners.removeFirst();
        }
    }

    /** Number of client requests. */
    public long requests() {
        return requests;
    }

    /** Number of requests that entered, including those no longer kept. */
    public long entered() {
        return requests / EVERY;
    }

    /** Number of draws, including those no longer kept. */
    public long draws() {
        return draws;
    }

    /** Whether at least this many requests have entered since the last draw. */
    public boolean drawIsDue(int everyEntries) {
        Winner last = winners.peekLast();
        long drawn = last == null ? 0 : last.requests() / EVERY;
        return entered() - drawn >= everyEntries;
    }

    /** The entries that take part, oldest first. */
    public List<RaffleEntry> entries() {
        return List.copyOf(entries);
    }

    /** The newest draws, oldest first. */
    public List<Winner> winners() {
        return List.copyOf(winners);
    }

    /** The newest winner, or null before the first draw. */
    public @Nullable Winner winner() {
        return winners.peekLast();
    }

    /** A hash, in hexadecimal, over all deliveries: equal on two front-ends that delivered the same requests. */
    public String digest() {
        return HexFormat.of().formatHex(digest);
    }
}
