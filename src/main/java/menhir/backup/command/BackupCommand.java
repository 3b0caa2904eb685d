package menhir.backup.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import menhir.backup.BackupFile;
import menhir.backup.DamagedBackupException;
import menhir.backup.Summary;
import menhir.certificates.CertificateFileException;
import menhir.certificates.TrustedAuthorities;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fetches a store's backup from a running node. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes one store of a running cluster to a file. Any node will do.",
            "The file has every change that was acknowledged before the command began. The administrator's token comes from"
                    + " the environment variable MENHIR_ADMIN_TOKEN, or from a file."
        })
final class BackupCommand implements Callable<Integer> {
    private static final String HTTPS = "https://";
    private static final int CONNECT_MILLIS = 5_000;
    /** A node that sends nothing for so long has no replica that can go on. */
    private static final int SILENCE_MILLIS = 30_000;

    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-s", "--server"},
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            description = "address of a node, or https://HOST:PORT (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String server;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            defaultValue = "${env:MENHIR_CA_FILE}",
            description = "PEM file with the authorities of the nodes' certificates (also: MENHIR_CA_FILE)")
    private @Nullable Path caFile;

    @Option(names = "--store", paramLabel = "NAME", required = true, description = "the store")
    @SuppressWarnings("NullAway.Init")
    private String store;

    @Option(names = "--file", paramLabel = "FILE", required = true, description = "the new file; it must not exist")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--token-file", paramLabel = "FILE", description = "file with the administrator's token")
    private @Nullable Path tokenFile;

    @Override
    public Integer call() throws Exception {
        if (!store.matches("[a-zA-Z0-9-]{1,64}")) {
            throw new ParameterException(spec.commandLine(), "\"" + store + "\" is not the name of a store");
        }
        URI uri = uri();
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection https && caFile != null) {
            https.setSSLSocketFactory(trusted(caFile).getSocketFactory());
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", "Bearer " + token());
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException(server + " answered " + connection.getResponseCode() + ": "
                        + problem(connection.getErrorStream()));
            }
            try (InputStream input = new BufferedInputStream(connection.getInputStream())) {
                Summary summary = BackupFile.copy(file, input, store);
                BackupCommands.print(spec.commandLine().getOut(), file + ": " + store + ", " + summary);
            }
            return 0;
        } catch (DamagedBackupException e) {
            throw new IOException("what " + server + " sent is no whole backup, and there is no file " + file + ": "
                    + e.getMessage());
        } catch (SocketException | SocketTimeoutException | SSLException e) {
            throw new IOException(
                    "there is no file " + file + ": the connection to " + server + " failed (" + e.getMessage() + ")");
        } finally {
            connection.disconnect();
        }
    }

    private URI uri() {
        try {
            String root = server.startsWith(HTTPS) ? server : "http://" + server;
            URI uri = new URI(root + "/v1/stores/" + store + "/backup");
            boolean isAddress = !root.substring(root.indexOf("://") + 3).contains("/");
            if (uri.getHost() != null && uri.getPort() > 0 && uri.getUserInfo() == null && isAddress) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The error below is shorter.
        }
        throw new ParameterException(spec.commandLine(), "\"" + server + "\" is not HOST:PORT or https://HOST:PORT");
    }

    private SSLContext trusted(Path authorities) {
        try {
            return TrustedAuthorities.context(authorities);
        } catch (CertificateFileException e) {
            throw new ParameterException(spec.commandLine(), "--ca-file: " + e.getMessage());
        }
    }

    private String token() throws IOException {
        String token = tokenFile == null
                ? System.getenv("MENHIR_ADMIN_TOKEN")
                : Files.readString(tokenFile).strip();
        if (token == null || !token.matches("[\\x21-\\x7e]{8,256}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    tokenFile == null
                            ? "the environment variable MENHIR_ADMIN_TOKEN must be the administrator's token"
                            : tokenFile + " does not have a token: 8 to 256 visible ASCII characters");
        }
        return token;
    }

    private static String problem(@Nullable InputStream body) throws IOException {
        if (body == null) {
            return "no reason";
        }
        String text = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        try {
            JsonNode detail = MAPPER.readTree(text).path("detail");
            return detail.isTextual() ? detail.textValue() : "no reason";
        } catch (IOException e) {
            return "no reason";
        }
    }
}
