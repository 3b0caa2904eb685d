package menhir.replica.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.replication.LogEntry;
import menhir.store.Entry;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads beside a replica on a real database. */
class LocalOrdersTest {
    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SlotEntity store = system.newStore();
    private final LocalOrders orders = new LocalOrders();
    private final ActorRef<OrderReplica.Command> replica = system.replica(store, orders);
    private final ScriptedLeader leader = ScriptedLeader.of(system, replica);
    private final List<LogEntry> placed = new ArrayList<>();

    private LogEntry order() {
        LogEntry order = leader.entry(new Entry.OrderPlaced(
                placed.size() + 1, OrderType.BUY, List.of(new PricedLine("Tux", 1, BigDecimal.TEN)), "key", 0, 0));
        placed.add(order);
        return order;
    }

    private List<LogEntry> read(long first, long last) throws Exception {
        return orders.read(first, last).toCompletableFuture().get(SlotSystem.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitLastNumber(long expected) {
        TestProbe<Object> probe = system.probe(Object.class);
        probe.awaitAssert(SlotSystem.PATIENCE, Duration.ofMillis(10), () -> {
            assertThat(orders.lastNumber()).isEqualTo(expected);
            return probe;
        });
    }

    @Test
    void shouldShowWhatIsReleasedAndNothingElse() throws Exception {
        leader.append(0, order());
        leader.append(1, leader.item("Tux", 1), order());
        awaitLastNumber(1);
        assertThat(read(1, 1)).isEqualTo(placed.subList(0, 1));
        assertThat(read(2, 2)).isEmpty();
        assertThat(read(1, 2)).isEmpty();
        leader.append(2);
        assertThat(orders.lastNumber()).isEqualTo(1);
        leader.append(3);
        awaitLastNumber(2);
        assertThat(read(1, 2)).isEqualTo(placed);
    }

    @Test
    void shouldReadAnyOrderOfALogWithOtherEntriesInBetween() throws Exception {
        for (int i = 0; i < 200; i++) {
            leader.append(leader.log().size(), leader.item("item-" + i, 1), order(), order());
        }
        leader.append(leader.log().size());
        awaitLastNumber(400);
        for (int number = 1; number <= 400; number++) {
            assertThat(read(number, number)).isEqualTo(placed.subList(number - 1, number));
        }
        List<LogEntry> page = read(101, 350);
        assertThat(page).isNotEmpty().isEqualTo(placed.subList(100, 100 + page.size()));
    }

    @Test
    void shouldShowNothingOnceTheReplicaHasStopped() throws Exception {
        leader.append(0, order());
        leader.append(1);
        awaitLastNumber(1);
        system.kit.stop(replica);
        awaitLastNumber(0);
        assertThat(read(1, 1)).isEmpty();
    }

    @Test
    void shouldFailWhenTheDatabaseDoesNotHaveWhatIsReleased() throws Exception {
        leader.append(0, order());
        leader.append(1);
        awaitLastNumber(1);
        system.execute("DELETE FROM \"orders_" + store.store() + "\"");
        assertThatThrownBy(() -> read(1, 1)).rootCause().hasMessageContaining("missing");
    }
}
