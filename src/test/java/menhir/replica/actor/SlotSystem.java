package menhir.replica.actor;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import menhir.experiment.lab.Folders;
import menhir.journal.JournalConfig;
import menhir.journal.OpenSlot;
import menhir.journal.SlotDatabase;
import menhir.journal.SyncMode;
import menhir.replication.Timing;
import menhir.store.Order;
import menhir.testkit.OldFolder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An actor system with the real database of one slot, for the tests of one class. Each test uses a store of its own, so that
 * tests do not meet.
 */
public final class SlotSystem implements AfterAllCallback {
    public static final int SLOT = 1;
    public static final Timing TIMING = Timing.ofLease(400);
    public static final int KEY_CAPACITY = 1_000;

    /** A deadline, not a measure. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    public final ActorTestKit kit;
    private final Path folder;
    private final OpenSlot slot;
    private int used;

    private SlotSystem(Path folder, List<String> stores) {
        this.folder = folder;
        Map<String, String> kinds = stores.stream().collect(Collectors.toMap(store -> store, store -> "stocks"));
        SlotDatabase database = new SlotDatabase("menhir", SLOT, 3, kinds, folder, SyncMode.PROCESS);
        slot = database.open();
        Config config = JournalConfig.of(List.of(database))
                .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
                .withFallback(ConfigFactory.parseResources("menhir-journal.conf"))
                .withFallback(ConfigFactory.load());
        kit = ActorTestKit.create("slot", config.resolve());
    }

    /** A slot with a new database and stores {@code s1} to {@code s40}. */
    public static SlotSystem create() {
        return new SlotSystem(
                newFolder(),
                IntStream.rangeClosed(1, 40).mapToObj(number -> "s" + number).toList());
    }

    /** Slot 1 of the folders that release 0.1.0 wrote. */
    static SlotSystem ofOldFolder(List<String> stores) {
        Path folder = newFolder();
        try {
            OldFolder.unpackSlot(SLOT, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
        return new SlotSystem(folder, stores);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("menhir-slot");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a folder", e);
        }
    }

    /** A store that no other test uses. */
    SlotEntity newStore() {
        used++;
        return new SlotEntity("s" + used, SLOT);
    }

    public ActorRef<OrderReplica.Command> replica(SlotEntity entity) {
        return replica(entity, new LocalOrders());
    }

    ActorRef<OrderReplica.Command> replica(SlotEntity entity, LocalOrders localOrders) {
        return replica(entity, localOrders, () -> System.nanoTime() / 1_000_000);
    }

    ActorRef<OrderReplica.Command> replica(SlotEntity entity, LocalOrders localOrders, LongSupplier idleSince) {
        return kit.spawn(OrderReplica.create(
                entity,
                TIMING,
                localOrders,
                idleSince,
                slot::outage,
                new LogMetrics(new SimpleMeterRegistry(), entity.store())));
    }

    public ActorRef<CatalogReplica.Command> catalog(SlotEntity entity, ActorRef<OrderReplica.Command> log) {
        return catalog(entity, log, order -> {});
    }

    ActorRef<CatalogReplica.Command> catalog(
            SlotEntity entity, ActorRef<OrderReplica.Command> log, Consumer<Order> releasedOrders) {
        return kit.spawn(CatalogReplica.create(entity, KEY_CAPACITY, log, releasedOrders));
    }

    public <M> TestProbe<M> probe(Class<M> type) {
        return kit.createTestProbe(type);
    }

    /** Runs a statement on the database, beside the journal. */
    int execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(slot.database().url());
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        kit.shutdownTestKit();
        slot.close();
        Folders.delete(folder);
    }
}
