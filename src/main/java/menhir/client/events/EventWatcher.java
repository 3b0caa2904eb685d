package menhir.client.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import menhir.client.http.BadResponseException;
import menhir.client.http.HttpCaller;
import menhir.client.http.NoServerException;
import menhir.client.http.Request;
import menhir.client.http.Response;
import menhir.client.http.ServerAddress;
import menhir.client.http.ServerPool;
import org.jspecify.annotations.Nullable;

/**
 * Receives a store's events. When a stream breaks off, it resumes at the next server after the last event with an
 * identifier. Events without one are not in the log and can be lost in between.
 */
public final class EventWatcher {

    private static final int ID_LIMIT = 100;
    private static final int REFUSAL_BYTES = 64 * 1024;

    /** A stream that still sent something after so long has worked, even without an event. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ServerPool pool;
    private final String path;
    private final long idleMillis;
    private final long limit;
    private final Consumer<Event> listener;
    private final Consumer<String> notes;
    private @Nullable String lastId;
    private long received;
    private long retryAfterMillis;
    private long lastChunkNanos;

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
     * @throws StreamRefusedException if a server refuses the stream, as the others would
     * @throws NoServerException if no server sent anything for as long as the policy's deadline
     */
    public void run() throws InterruptedException, StreamRefusedException {
        int failures = 0;
        long failingNanos = 0;
        List<ServerAddress> servers = pool.servers();
        for (int attempt = 0; received < limit; attempt++) {
            ServerAddress server = servers.get(attempt % servers.size());
            long receivedBefore = received;
            long begunNanos = System.nanoTime();
            lastChunkNanos = begunNanos;
            retryAfterMillis = 0;
            String reason;
            try {
                receive(server);
                reason = server + " ended the event stream";
            } catch (IOException | BadResponseException broken) {
                reason = String.valueOf(broken.getMessage());
            }
            if (received >= limit) {
                return;
            }
            long now = System.nanoTime();
            boolean worked = received > receivedBefore || lastChunkNanos - begunNanos >= LONG_NANOS;
            failures = worked ? 1 : failures + 1;
            failingNanos = failures == 1 ? now : failingNanos;
            long silentMillis = TimeUnit.NANOSECONDS.toMillis(now - failingNanos);
            if (failures > servers.size() && silentMillis >= pool.policy().deadlineMillis()) {
                throw new NoServerException(
                        "no server sent events for " + silentMillis + " ms; the last failure: " + reason);
            }
            notes.accept(reason + "; trying the next server");
            double jitter = ThreadLocalRandom.current().nextDouble();
            long askedMillis = failures >= servers.size() ? retryAfterMillis : 0; // the next server has not asked
            TimeUnit.MILLISECONDS.sleep(pool.policy().backoffMillis(failures, askedMillis, jitter));
        }
    }

    /** Receives from one server until its stream ends or the limit is reached. */
    private void receive(ServerAddress server) throws IOException, InterruptedException, StreamRefusedException {
        HttpResponse<EventStream> response = open(server);
        try (EventStream stream = response.body()) {
            if (response.statusCode() != 200) {
                refused(server, response, stream);
            }
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (!type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
                throw new IOException(server + " answered GET " + path + " with something else than an event stream");
            }
            EventParser parser = new EventParser(this::accept);
            byte[] chunk = take(server, stream);
            while (chunk != null && received < limit) {
                lastChunkNanos = System.nanoTime();
                parser.feed(chunk);
                advance(parser.lastId());
                if (received < limit) {
                    chunk = take(server, stream);
                }
            }
        }
    }

    /** Throws what a status other than 200 means: that no server will stream, or that the next one may. */
    private void refused(ServerAddress server, HttpResponse<EventStream> head, EventStream stream)
            throws IOException, InterruptedException, StreamRefusedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = take(server, stream);
        while (chunk != null && body.size() < REFUSAL_BYTES) {
            body.writeBytes(chunk);
            chunk = take(server, stream);
        }
        Response response =
                new Response(server, Request.get(path), head.statusCode(), head.headers(), body.toByteArray(), false);
        retryAfterMillis = response.retryAfterMillis();
        if (response.isFinalRefusal()) {
            throw new StreamRefusedException(response);
        }
        throw new IOException(server + " answered " + head.statusCode() + " to GET " + path);
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

    private void accept(Event event) {
        if (received >= limit || isBehind(event.id())) {
            return;
        }
        advance(event.id());
        received++;
        listener.accept(event);
    }

    /** Resumes after this identifier from now on, unless it is behind what came already. */
    private void advance(@Nullable String id) {
        if (isUsableId(id) && !isBehind(id)) {
            lastId = id;
        }
    }

    /** A server that resumes too early repeats events that another one has sent. */
    private boolean isBehind(@Nullable String id) {
        return isNumber(id) && isNumber(lastId) && Long.parseLong(id) <= Long.parseLong(lastId);
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
