package menhir.journal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaState;
import menhir.testkit.PostgresProcess;
import org.slf4j.LoggerFactory;

/** An actor system with a log for each store and slot, opened and closed as a node does it. */
final class LogNode implements AutoCloseable {
    static final String STORE = "main";
    static final Map<String, String> STORES = Map.of(STORE, "stocks");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    static {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    private final List<OpenSlot> slots = new ArrayList<>();
    private final ActorSystem<Void> system;
    private final Map<String, ActorRef<LogActor.Command>> logs = new HashMap<>();

    LogNode(int snapshotEvery, SlotDatabase... databases) {
        for (SlotDatabase database : databases) {
            slots.add(database.open());
        }
        Config config = JournalConfig.of(List.of(databases))
                .withFallback(ConfigFactory.parseString("""
                        akka { loglevel = WARNING, log-config-on-start = off, actor.provider = local }
                        akka.actor.allow-java-serialization = off
                        """))
                .withFallback(ConfigFactory.parseResources("menhir-journal.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        system = ActorSystem.create(Behaviors.empty(), "log", config);
        for (SlotDatabase database : databases) {
            database.stores().keySet().forEach(store -> start(store, database.slot(), snapshotEvery));
        }
    }

    /** A schema on a server of the tests. */
    static PostgresSchema schema(String url, String name) {
        PostgresServer server = new PostgresServer(url, PostgresProcess.USER, PostgresProcess.PASSWORD);
        return new PostgresSchema(server, name, SyncMode.POWER);
    }

    private void start(String store, int slot, int snapshotEvery) {
        String name = store + "-" + slot;
        logs.put(
                name,
                system.systemActorOf(
                        LogActor.create(store, slot, snapshotEvery), "log-" + name, akka.actor.typed.Props.empty()));
    }

    /** From now on the methods use the log in the slot's catalog journal. */
    void startInCatalogJournal(int slot) {
        logs.put(
                STORE + "-" + slot,
                system.systemActorOf(
                        LogActor.inCatalogJournal(STORE, slot), "catalog-log-" + slot, akka.actor.typed.Props.empty()));
    }

    ActorSystem<Void> system() {
        return system;
    }

    ReplicaState persist(int slot, List<? extends ReplicaEvent> events) {
        return persist(STORE, slot, events);
    }

    ReplicaState persist(String store, int slot, List<? extends ReplicaEvent> events) {
        return ask(store, slot, replyTo -> new LogActor.Persist(List.copyOf(events), replyTo));
    }

    /** The state of the slot's log after its recovery. */
    ReplicaState state(int slot) {
        return state(STORE, slot);
    }

    ReplicaState state(String store, int slot) {
        return ask(store, slot, LogActor.Read::new);
    }

    private ReplicaState ask(
            String store, int slot, akka.japi.function.Function<ActorRef<ReplicaState>, LogActor.Command> command) {
        ActorRef<LogActor.Command> log = java.util.Objects.requireNonNull(logs.get(store + "-" + slot));
        return AskPattern.<LogActor.Command, ReplicaState>ask(log, command, TIMEOUT, system.scheduler())
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("the actor system did not terminate", e);
        }
        slots.forEach(OpenSlot::close);
    }
}
