package menhir.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until nodes can take an order. The launch scripts need it where there is no curl. */
@Command(
        name = "await-ready",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Waits until every one of these nodes says that it can take an order (GET /ready is 200).")
final class AwaitReadyCommand implements Callable<Integer> {
    private static final int REQUEST_TIMEOUT_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to wait (default: ${DEFAULT-VALUE})")
    private int timeoutSeconds;

    @Parameters(arity = "1..64", paramLabel = "HOST:PORT", description = "HTTP addresses of nodes")
    @SuppressWarnings("NullAway.Init")
    private List<String> addresses;

    @Override
    public Integer call() throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        for (String address : addresses) {
            URI uri = uri(address);
            String answer = ask(uri);
            while (answer != null) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    throw new IOException(
                            address + " is not ready after " + timeoutSeconds + " s; its last answer: " + answer);
                }
                Thread.sleep(PAUSE_MILLIS);
                answer = ask(uri);
            }
        }
        return 0;
    }

    private URI uri(String address) {
        try {
            URI uri = new URI("http://" + address + "/ready");
            if (uri.getHost() != null && uri.getPort() > 0 && uri.getPath().equals("/ready")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new ParameterException(spec.commandLine(), "\"" + address + "\" is no HOST:PORT");
    }

    /** Null when the node is ready, else why not. */
    private static @Nullable String ask(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(java.net.Proxy.NO_PROXY);
            connection.setConnectTimeout(REQUEST_TIMEOUT_MILLIS);
            connection.setReadTimeout(REQUEST_TIMEOUT_MILLIS);
            try {
                int status = connection.getResponseCode();
                return status == HttpURLConnection.HTTP_OK ? null : "status " + status;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Reasons.of(e);
        }
    }
}
