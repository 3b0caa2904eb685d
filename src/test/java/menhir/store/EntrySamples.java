package menhir.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** An entry of each kind at least. */
public final class EntrySamples {
    private EntrySamples() {}

    /** Entries of every kind, in the order in which their bytes are recorded in {@link EntryCodecTest}. */
    public static Stream<Entry> everyKind() {
        return Stream.of(
                new Entry.LeaderElected(7, "node-1", 1_700_000_000_000L),
                new Entry.ReplicaJoined(3),
                new Entry.StoreOpened(1_700_000_000_001L),
                new Entry.ItemAdded("ball", new BigDecimal("45.00"), 100, "toys", "key-1", -5, 1),
                new Entry.ItemAdded("doll ☃", new BigDecimal("0.1"), 0, null, "key-2", Long.MIN_VALUE, 2),
                new Entry.Repriced("ball", new BigDecimal("1E+3"), null, "key-3", 6, 3),
                new Entry.Restocked("ball", Limits.STOCK, "key-4", 7, 4),
                new Entry.OrderPlaced(
                        1,
                        OrderType.BUY,
                        List.of(
                                new PricedLine("ball", 2, new BigDecimal("45.00")),
                                new PricedLine("doll ☃", 1, new BigDecimal("0.1"))),
                        "key-5",
                        8,
                        5),
                new Entry.OrderPlaced(
                        Long.MAX_VALUE, OrderType.SELL, List.of(new PricedLine("ball", 1, BigDecimal.ONE)), "k", 9, 6),
                new Entry.ItemAdded("RPCs for Dummies", new BigDecimal("40"), 4, "DS", 2L, "key-6", 10, 7),
                new Entry.OrderRejected(
                        OrderType.BUY,
                        List.of(new Line("ball", 1_000)),
                        new Rejection.NotEnough("ball", 100, 1_000),
                        "key-7",
                        11,
                        8),
                new Entry.BoardAdded("medals/Gaul", "Gaul", List.of("Bronze", "Gold"), "key-6", 10, 7),
                new Entry.ScoreSet(
                        "score/Luge",
                        List.of(new Command.TeamScore("Rome", 3), new Command.TeamScore("Gaul", 0)),
                        "key-7",
                        11,
                        8),
                new Entry.MedalAwarded("medals/Gaul", "Gold", "key-8", 12, 9),
                new Entry.ViewInstalled(2, List.of(new MembershipView.MemberIncarnation("node-1", 5)), "key-9", 13, 10),
                new Entry.TermsSet("ball", 2L, 1_700_000_000_000L, null, "key-10", 14, 11),
                new HoldEntry.HoldPlaced(
                        21, List.of(new PricedLine("ball", 2, BigDecimal.ONE)), "ann", 600, 77, "key-11", 15, 12),
                new HoldEntry.HoldPlaced(22, List.of(), null, 600, 77, "key-12", 16, 13),
                new HoldEntry.HoldExtended(21, 60, 78, "key-13", 17, 14),
                new HoldEntry.HoldReleased(21, List.of(new Line("ball", 2)), "key-14", 18, 15),
                new HoldEntry.HoldsExpired(
                        List.of(new HoldEntry.ExpiredHold(22, List.of(new Line("ball", 1)))), 79, 16),
                new Entry.OrderPlaced(
                        3,
                        OrderType.BUY,
                        List.of(new PricedLine("ball", 2, BigDecimal.ONE)),
                        "ann",
                        21L,
                        "key-15",
                        19,
                        17),
                new OrderCancelled(3, List.of(new PricedLine("ball", 1, BigDecimal.ONE)), "ann", 21, "key-16", 20, 18),
                new OrderCancelled(2, List.of(new PricedLine("ball", 1, BigDecimal.ONE)), null, 9, "key-17", 21, 19),
                new Entry.ItemRetired("ball", "key-16", 20, 18),
                new LeaderPlacement.LeaderPlaced(2, "key-18", 22, 20),
                new WebhookPosition.WebhookAdvanced("crm", 77, "key-19", 23, 21));
    }
}
