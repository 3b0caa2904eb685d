package menhir.client.events;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import menhir.client.http.BadResponseException;
import menhir.client.http.HttpCaller;
import menhir.client.http.NoServerException;
import menhir.client.http.ServerAddress;
import menhir.client.http.ServerPool;
import org.jspecify.annotations.Nullable;

/**
 * Receives a store's events. When a stream breaks off, it resumes at the next server after the last event with an
 * identifier. Events without one are not in the log and can be lost in between.
 */
public final class EventWatcher {

    private static final int ID_LIMIT = 100;

    private final ServerPool pool;
    private final String path;
    private final long idleMillis;
    private final long limit;
    private final Consumer<Event> listener;
    private final Consumer<String> notes;
    private @Nullable String lastId;
    private long received;
    private long lastReceivedNanos;

    /**
     * A watcher that has not started.
     *
     * @param path of the event stream
     * @param from the identifier of the event to start after; null to start with the next event
     * @param idleMillis after this time without a byte the next server is tried
     * @param limit number of events to wait for
     * @param notes gets a message at each change of the server, with the reason
     */
    public EventWatcher(
            ServerPool pool,
            String path,
            @Nullable String from,
            long idleMillis,
            long limit,
            Consumer<Event> listener,
            Consumer<String> notes) {
        this.pool = pool;
        this.path = path;
        this.lastId = from;
        this.idleMillis = idleMillis;
        this.limit = limit;
        this.listener = listener;
        this.notes = notes;
    }

    /**
     * Receives events until the limit is reached.
     *
     * @return false if the servers know no such store
     * @throws NoServerException if no server sent anything for as long as the policy's deadline
     */
    public boolean run() throws InterruptedException {
        lastReceivedNanos = System.nanoTime();
        int failures = 0;
        List<ServerAddress> servers = pool.servers();
        for (int attempt = 0; ; attempt++) {
            ServerAddress server = servers.get(attempt % servers.size());
            long receivedBeforeNanos = lastReceivedNanos;
            String reason;
            try {
                if (!receive(server)) {
                    return false;
                }
                if (received >= limit) {
                    return true;
                }
                reason = server + " ended the event stream";
            } catch (IOException | BadResponseException broken) {
                reason = String.valueOf(broken.getMessage());
            }
            failures = lastReceivedNanos == receivedBeforeNanos ? failures + 1 : 1;
            long silentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastReceivedNanos);
            if (failures > 1 && silentMillis >= pool.policy().deadlineMillis()) {
                throw new NoServerException(
                        "no server sent events for " + silentMillis + " ms; the last failure: " + reason);
            }
            notes.accept(reason + "; trying the next server");
            double jitter = ThreadLocalRandom.current().nextDouble();
            TimeUnit.MILLISECONDS.sleep(pool.policy().backoffMillis(failures, 0, jitter));
        }
    }

    /** Receives from one server until its stream ends or the limit is reached. False if it knows no such store. */
    private boolean receive(ServerAddress server) throws IOException, InterruptedException {
        HttpResponse<EventStream> response = open(server);
        try (EventStream stream = response.body()) {
            if (response.statusCode() == 404) {
                return false;
            }
            String failure = server + " answered " + response.statusCode() + " to GET " + path;
            if (response.statusCode() >= 400 && response.statusCode() < 500) {
                // The other servers would reject the request as well.
                throw new NoServerException(failure);
            }
            if (response.statusCode() != 200) {
                throw new IOException(failure);
            }
            String resumedAfter = lastId;
            EventParser parser = new EventParser(event -> accept(event, resumedAfter));
            byte[] chunk = take(server, stream);
            while (chunk != null && received < limit) {
                lastReceivedNanos = System.nanoTime();
                parser.feed(chunk);
                if (isUsableId(parser.lastId())) {
                    lastId = parser.lastId();
                }
                if (received < limit) {
                    chunk = take(server, stream);
                }
            }
            return true;
        }
    }

    private HttpResponse<EventStream> open(ServerAddress server) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).header("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        return pool.caller()
                .exchange(server, request, EventStream::new, pool.policy().timeoutMillis());
    }

    private byte @Nullable [] take(ServerAddress server, EventStream stream) throws IOException, InterruptedException {
        try {
            return stream.take(idleMillis);
        } catch (IOException broken) {
            throw HttpCaller.describe(server, broken);
        }
    }

    private void accept(Event event, @Nullable String resumedAfter) {
        if (received >= limit || isRepeated(event, resumedAfter)) {
            return;
        }
        if (isUsableId(event.id())) {
            lastId = event.id();
        }
        received++;
        listener.accept(event);
    }

    /** A server that resumes too early repeats events that another one has sent. */
    private static boolean isRepeated(Event event, @Nullable String resumedAfter) {
        return isNumber(event.id())
                && isNumber(resumedAfter)
                && Long.parseLong(event.id()) <= Long.parseLong(resumedAfter);
    }

    private static boolean isNumber(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}");
    }

    /** Whether an identifier can be sent back in a header: printable ASCII, at most 100 characters. */
    public static boolean isUsableId(@Nullable String id) {
        return id != null
                && !id.isEmpty()
                && id.length() <= ID_LIMIT
                && id.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
