package menhir.client.events;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import menhir.client.http.BadResponseException;
import menhir.client.http.HttpCaller;
import menhir.client.http.NoServerException;
import menhir.client.http.ServerAddress;
import menhir.client.http.StoreClient;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a store's events, and goes on with another server where one broke off: after the last event that had an
 * identifier. Events without one (they are not in the log) can be lost in between.
 */
public final class Watcher {

    private static final int ID_LIMIT = 100;

    private final StoreClient connection;
    private final long idleMillis;
    private final long limit;
    private final Consumer<EventParser.Event> sink;
    private final Consumer<String> notes;
    private @Nullable String lastId;
    private long seen;
    private long lastSignNanos;

    /**
     * TODO summary.
     *
     * @param from the identifier to begin after, null for "from now on"
     * @param idleMillis after so long a silence another server is tried
     * @param limit how many events to wait for
     * @param notes told when the server changes, and why
     */
    public Watcher(
            StoreClient connection,
            @Nullable String from,
            long idleMillis,
            long limit,
            Consumer<EventParser.Event> sink,
            Consumer<String> notes) {
        this.connection = connection;
        this.lastId = from;
        this.idleMillis = idleMillis;
        this.limit = limit;
        this.sink = sink;
        this.notes = notes;
    }

    /**
     * Listens until the limit is reached.
     *
     * @return false when the servers know no such store
     * @throws NoServerException when for the whole deadline no server sent anything
     */
    public boolean run() throws InterruptedException {
        lastSignNanos = System.nanoTime();
        int failures = 0;
        for (int turn = 0; ; turn++) {
            ServerAddress server =
                    connection.servers().get(turn % connection.servers().size());
            long signBefore = lastSignNanos;
            String why;
            try {
                if (!listen(server)) {
                    return false;
                }
                if (seen >= limit) {
                    return true;
                }
                why = server + " ended the events";
            } catch (IOException | BadResponseException broken) {
                why = String.valueOf(broken.getMessage());
            }
            failures = lastSignNanos == signBefore ? failures + 1 : 1;
            long silentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastSignNanos);
            if (failures > 1 && silentMillis >= connection.policy().deadlineMillis()) {
                throw new NoServerException(
                        "no server sent events for " + silentMillis + " ms; the last failure: " + why);
            }
            notes.accept(why + "; going on with the next server");
            double chance = ThreadLocalRandom.current().nextDouble();
            TimeUnit.MILLISECONDS.sleep(connection.policy().pauseMillis(failures, 0, chance));
        }
    }

    /** Listens to one server until it ends or the limit is reached. False when it knows no such store. */
    private boolean listen(ServerAddress server) throws IOException, InterruptedException {
        String path = connection.canonical().eventsPath();
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).header("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<EventBytes> response = open(server, request.build());
        try (EventBytes bytes = response.body()) {
            if (response.statusCode() == 404) {
                return false;
            }
            if (response.statusCode() >= 400 && response.statusCode() < 500) {
                // What one server finds wrong with our request, the others will.
                throw new NoServerException(server + " answered " + response.statusCode() + " to GET " + path);
            }
            if (response.statusCode() != 200) {
                throw new IOException(server + " answered " + response.statusCode() + " to GET " + path);
            }
            String resumedAfter = lastId;
            EventParser parser = new EventParser(event -> accept(event, resumedAfter));
            byte[] piece = take(server, bytes);
            while (piece != null && seen < limit) {
                lastSignNanos = System.nanoTime();
                parser.feed(piece);
                if (isUsableId(parser.lastId())) {
                    lastId = parser.lastId();
                }
                if (seen < limit) {
                    piece = take(server, bytes);
                }
            }
            return true;
        }
    }

    private byte @Nullable [] take(ServerAddress server, EventBytes bytes) throws IOException, InterruptedException {
        try {
            return bytes.take(idleMillis);
        } catch (IOException broken) {
            throw HttpCaller.describe(server, broken);
        }
    }

    private HttpResponse<EventBytes> open(ServerAddress server, HttpRequest request)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<EventBytes>> opening =
                connection.caller().http().sendAsync(request, info -> new EventBytes());
        try {
            return opening.get(connection.policy().timeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            opening.cancel(true);
            throw new IOException(server + " did not answer in time", late);
        } catch (ExecutionException failed) {
            throw HttpCaller.describe(server, failed.getCause());
        }
    }

    private void accept(EventParser.Event event, @Nullable String resumedAfter) {
        if (seen >= limit || isRepeated(event, resumedAfter)) {
            return;
        }
        if (isUsableId(event.id())) {
            lastId = event.id();
        }
        seen++;
        sink.accept(event);
    }

    /** A server that resumes too early repeats what we had from another. */
    private static boolean isRepeated(EventParser.Event event, @Nullable String resumedAfter) {
        return isNumber(event.id())
                && isNumber(resumedAfter)
                && Long.parseLong(event.id()) <= Long.parseLong(resumedAfter);
    }

    private static boolean isNumber(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}");
    }

    /** It goes back into a header. */
    public static boolean isUsableId(@Nullable String id) {
        return id != null
                && !id.isEmpty()
                && id.length() <= ID_LIMIT
                && id.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
