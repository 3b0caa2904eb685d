package menhir.backup;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import menhir.replication.LogEntry;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.LeaderPlacement;
import menhir.store.Line;
import menhir.store.MembershipView;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import menhir.store.WebhookPosition;
import org.jspecify.annotations.Nullable;

/** Logs of random entries of every kind. */
public final class RandomEntries {
    private static final List<String> NAMES =
            List.of("ball", "doll ☃", "a \"quoted\" name", "tab\tand \u2028", "RPCs for Dummies");

    private final Random random;
    private long orders;

    public RandomEntries(long seed) {
        random = new Random(seed);
    }

    /** A log whose epochs rise now and then. */
    public List<LogEntry> log(int count) {
        List<LogEntry> log = new ArrayList<>();
        long epoch = 1L + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            epoch += random.nextInt(20) == 0 ? 1L + random.nextInt(3) : 0;
            Entry entry = entry(epoch, i % 15);
            log.add(new LogEntry(epoch, entry.orderNumber(), EntryCodec.encode(entry)));
        }
        return log;
    }

    private Entry entry(long epoch, int kind) {
        String key = "key-" + random.nextInt(1_000_000);
        long fingerprint = random.nextLong();
        long time = 1_700_000_000_000L + random.nextInt(1_000_000);
        return switch (kind) {
            case 0 -> new Entry.LeaderElected(epoch, "node-" + random.nextInt(9), time);
            case 1 -> new Entry.ReplicaJoined(1 + random.nextInt(5));
            case 2 -> new Entry.StoreOpened(time);
            case 3 -> new Entry.ItemAdded(name(), price(), random.nextInt(), topic(), number(), key, fingerprint, time);
            case 4 -> new Entry.Repriced(name(), price(), topic(), key, fingerprint, time);
            case 5 -> new Entry.Restocked(name(), random.nextLong(1_000_000_000_000L), key, fingerprint, time);
            case 6 -> new Entry.OrderPlaced(++orders, type(), pricedLines(), key, fingerprint, time);
            case 7 ->
                new Entry.OrderRejected(
                        type(),
                        List.of(new Line(name(), 1 + random.nextInt(9))),
                        new Rejection.NotEnough(name(), random.nextInt(9), 10 + random.nextInt(9)),
                        key,
                        fingerprint,
                        time);
            case 8 -> new Entry.BoardAdded(name(), name(), List.of("Bronze", "Gold"), key, fingerprint, time);
            case 9 ->
                new Entry.ScoreSet(
                        name(), List.of(new Command.TeamScore("Rome", random.nextInt(99))), key, fingerprint, time);
            case 10 -> new Entry.MedalAwarded(name(), "Gold", key, fingerprint, time);
            case 11 -> new Entry.ItemRetired(name(), key, fingerprint, time);
            case 13 -> new WebhookPosition.WebhookAdvanced("crm", random.nextInt(99), key, fingerprint, time);
            case 12 -> new LeaderPlacement.LeaderPlaced(random.nextInt(4), key, fingerprint, time);
            default ->
                new Entry.ViewInstalled(
                        1 + random.nextInt(9),
                        List.of(new MembershipView.MemberIncarnation("node-1", random.nextInt(99))),
                        key,
                        fingerprint,
                        time);
        };
    }

    private List<PricedLine> pricedLines() {
        List<PricedLine> lines = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            lines.add(new PricedLine(name(), 1 + random.nextInt(99), price()));
        }
        return lines;
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private @Nullable String topic() {
        return random.nextBoolean() ? null : name();
    }

    private @Nullable Long number() {
        return random.nextBoolean() ? null : Long.valueOf(1 + random.nextInt(99));
    }

    private OrderType type() {
        return random.nextBoolean() ? OrderType.BUY : OrderType.SELL;
    }

    private BigDecimal price() {
        return random.nextInt(4) == 0
                ? new BigDecimal("1E+3")
                : BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(4));
    }
}
