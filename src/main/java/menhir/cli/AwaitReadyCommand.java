package menhir.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import menhir.certificates.CertificateFileException;
import menhir.certificates.TrustedAuthorities;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until nodes are ready. The launch scripts use it, since curl is not installed everywhere. */
@Command(
        name = "await-ready",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Waits until every one of these nodes is ready to take orders (GET /ready returns 200).")
final class AwaitReadyCommand implements Callable<Integer> {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int REQUEST_TIMEOUT_MILLIS = 2_000;
    private static final long POLL_INTERVAL_MILLIS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "maximum time to wait (default: ${DEFAULT-VALUE})")
    private int timeoutSeconds;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM file with the authorities of the nodes' certificates, for https")
    private @Nullable Path caFile;

    @Option(
            names = "--any-certificate",
            description =
                    "accept any certificate: nothing secret is sent, and nodes on this machine need none with its name")
    private boolean anyCertificate;

    @Parameters(arity = "1..64", paramLabel = "HOST:PORT", description = "address of a node, or https://HOST:PORT")
    @SuppressWarnings("NullAway.Init")
    private List<String> addresses;

    @Override
    public Integer call() throws Exception {
        SSLContext trusted = trusted();
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        for (String address : addresses) {
            URI uri = uri(address);
            String problem = notReady(uri, trusted);
            while (problem != null) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    throw new IOException(address + " is not ready after " + timeoutSeconds + " s: " + problem);
                }
                Thread.sleep(POLL_INTERVAL_MILLIS);
                problem = notReady(uri, trusted);
            }
        }
        return 0;
    }

    private URI uri(String address) {
        try {
            URI uri = new URI((address.contains("://") ? "" : "http://") + address + "/ready");
            if (SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPath().equals("/ready")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The error below is shorter.
        }
        throw new ParameterException(spec.commandLine(), "\"" + address + "\" is not HOST:PORT or https://HOST:PORT");
    }

    private @Nullable SSLContext trusted() {
        if (anyCertificate) {
            return TrustedAuthorities.any();
        }
        try {
            return caFile == null ? null : TrustedAuthorities.context(caFile);
        } catch (CertificateFileException e) {
            throw new ParameterException(spec.commandLine(), "--ca-file: " + e.getMessage());
        }
    }

    /** Why the node is not ready, or null if it is. */
    private @Nullable String notReady(URI uri, @Nullable SSLContext trusted) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(java.net.Proxy.NO_PROXY);
            connection.setConnectTimeout(REQUEST_TIMEOUT_MILLIS);
            connection.setReadTimeout(REQUEST_TIMEOUT_MILLIS);
            if (connection instanceof HttpsURLConnection https && trusted != null) {
                https.setSSLSocketFactory(trusted.getSocketFactory());
                if (anyCertificate) {
                    https.setHostnameVerifier((host, session) -> true);
                }
            }
            try {
                int status = connection.getResponseCode();
                return status == HttpURLConnection.HTTP_OK ? null : "status " + status;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return FailureReasons.of(e);
        }
    }
}
