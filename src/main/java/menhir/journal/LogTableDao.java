package menhir.journal;

import akka.NotUsed;
import akka.japi.Pair;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.journal.dao.JournalDao;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import akka.stream.javadsl.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import menhir.records.UnreadableRecordException;
import menhir.replication.ReplicaEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Success;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcDataSource;
import slick.jdbc.JdbcProfile;

/**
 * How Akka Persistence JDBC writes and reads the table of a store's log (its extension point {@code jdbc-journal.dao}): through
 * one connection, one thread and prepared statements of its own. The plugin's default goes through a stream, Slick, a pool and
 * its threads for each write, which costs more than H2's commit. The
 * statements are the same for all databases.
 */
public final class LogTableDao implements JournalDao {
    private static final int PAGE_EVENTS = 128;
    private static final long CLOSE_TIMEOUT_SECONDS = 10;

    private static final Logger log = LoggerFactory.getLogger(LogTableDao.class);

    /** A row to be written. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never changed
    private record Row(String persistenceId, long sequenceNr, String writer, long timeMillis, byte[] payload) {}

    private final JdbcDataSource source;
    private final String table;
    private final ExecutorService thread;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement insert;

    /** Called by the plugin, with these parameters. */
    public LogTableDao(
            JdbcBackend.DatabaseDef database,
            JdbcProfile profile,
            JournalConfig config,
            Serialization serialization,
            ExecutionContext executor,
            Materializer materializer) {
        this.source = database.source();
        this.table = config.eventJournalTableConfiguration().tableName();
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "menhir-journal-" + table);
            created.setDaemon(true);
            return created;
        });
        materializer.system().registerOnTermination(this::close);
    }

    /** A slot's database closes when its last connection has: the slot's own, which the node closes after this one. */
    private void close() {
        thread.execute(this::disconnect);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                log.warn(
                        "the connection to the table {} was not closed: a write takes longer than {} s",
                        table,
                        CLOSE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- writing ----------------------------------------------------------------------------------------------------

    /** Writes all or none; an empty result says that all are written. */
    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> writes) {
        List<Row> rows = new ArrayList<>();
        for (AtomicWrite write : CollectionConverters.asJava(writes)) {
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                rows.add(new Row(
                        event.persistenceId(),
                        event.sequenceNr(),
                        event.writerUuid(),
                        event.timestamp(),
                        ReplicaRecords.encode((ReplicaEvent) event.payload())));
            }
        }
        return FutureConverters.asScala(CompletableFuture.supplyAsync(
                () -> {
                    write(rows);
                    return CollectionConverters.<Try<BoxedUnit>>asScala(List.of())
                            .toSeq();
                },
                thread));
    }

    private void write(List<Row> rows) {
        try {
            PreparedStatement statement = insert();
            for (Row row : rows) {
                statement.setString(1, row.persistenceId());
                statement.setLong(2, row.sequenceNr());
                statement.setString(3, row.writer());
                statement.setLong(4, row.timeMillis());
                statement.setBytes(5, row.payload());
                statement.executeUpdate();
            }
            connection().commit();
        } catch (SQLException e) {
            disconnect();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private PreparedStatement insert() throws SQLException {
        PreparedStatement prepared = insert;
        if (prepared == null) {
            prepared = connection()
                    .prepareStatement("INSERT INTO \"" + table
                            + "\" (\"persistence_id\", \"sequence_number\", \"writer\", \"write_timestamp\","
                            + " \"adapter_manifest\", \"event_ser_id\", \"event_ser_manifest\", \"event_payload\")"
                            + " VALUES (?, ?, ?, ?, '', " + ReplicaSerializer.IDENTIFIER + ", '"
                            + ReplicaSerializer.EVENT
                            + "', ?)");
            insert = prepared;
        }
        return prepared;
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.createConnection();
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    /** After a failure, and at the end. What was not committed is void, and the next use connects again. */
    private void disconnect() {
        Connection open = connection;
        connection = null;
        insert = null;
        if (open != null) {
            try (open) {
                open.rollback();
            } catch (SQLException e) {
                // The database is closed. The failure that led here says why.
            }
        }
    }

    /** The plugin deletes events only when it is asked to. */
    @Override
    public Future<BoxedUnit> delete(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(
                CompletableFuture.failedFuture(new IllegalStateException("the events of a log are never deleted")));
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    @Override
    public Future<Object> highestSequenceNr(String persistenceId, long fromSequenceNr) {
        return FutureConverters.asScala(CompletableFuture.supplyAsync(() -> highest(persistenceId), thread));
    }

    private Object highest(String persistenceId) {
        try (PreparedStatement query = connection()
                .prepareStatement("SELECT COALESCE(MAX(\"sequence_number\"), 0) FROM \"" + table
                        + "\" WHERE \"persistence_id\" = ?")) {
            query.setString(1, persistenceId);
            long highest;
            try (ResultSet row = query.executeQuery()) {
                row.next();
                highest = row.getLong(1);
            }
            endReading();
            return highest;
        } catch (SQLException e) {
            disconnect();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public akka.stream.scaladsl.Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
            String persistenceId, long fromSequenceNr, long toSequenceNr, long max) {
        return events(persistenceId, fromSequenceNr, toSequenceNr).take(max).asScala();
    }

    @Override
    public akka.stream.scaladsl.Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messagesWithBatch(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            int batchSize,
            Option<Tuple2<FiniteDuration, akka.actor.Scheduler>> refreshInterval) {
        return events(persistenceId, fromSequenceNr, toSequenceNr).asScala();
    }

    private Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> events(String persistenceId, long from, long to) {
        return Source.unfoldAsync(from, next -> page(persistenceId, next, to)).mapConcat(page -> page);
    }

    private CompletionStage<Optional<Pair<Long, List<Try<Tuple2<PersistentRepr, Object>>>>>> page(
            String persistenceId, long from, long to) {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<PersistentRepr> events = read(persistenceId, from, to);
                    if (events.isEmpty()) {
                        return Optional.empty();
                    }
                    List<Try<Tuple2<PersistentRepr, Object>>> page = new ArrayList<>();
                    events.forEach(event -> page.add(new Success<>(new Tuple2<>(event, event.sequenceNr()))));
                    return Optional.of(Pair.create(events.get(events.size() - 1).sequenceNr() + 1, page));
                },
                thread);
    }

    /** A server keeps what a transaction may still see, so none stays open while nothing is written. */
    private void endReading() throws SQLException {
        connection().commit();
    }

    private List<PersistentRepr> read(String persistenceId, long from, long to) {
        List<PersistentRepr> events = new ArrayList<>();
        try (PreparedStatement query = connection()
                .prepareStatement(
                        "SELECT \"sequence_number\", \"writer\", \"write_timestamp\", \"event_payload\" FROM \""
                                + table + "\" WHERE \"persistence_id\" = ? AND \"sequence_number\" BETWEEN ? AND ?"
                                + " ORDER BY \"sequence_number\" LIMIT " + PAGE_EVENTS)) {
            query.setString(1, persistenceId);
            query.setLong(2, from);
            query.setLong(3, to);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    events.add(PersistentRepr.apply(
                                    ReplicaRecords.decodeEvent(rows.getBytes(4)),
                                    rows.getLong(1),
                                    persistenceId,
                                    "",
                                    false,
                                    akka.actor.ActorRef.noSender(),
                                    rows.getString(2))
                            .withTimestamp(rows.getLong(3)));
                }
            }
            endReading();
            return events;
        } catch (SQLException e) {
            disconnect();
            throw new IllegalStateException(e.getMessage(), e);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
