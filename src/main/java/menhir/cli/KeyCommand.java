package menhir.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import menhir.config.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the API key of a client. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Makes a random key for a client, and prints it with the setting by which the nodes know it.",
            "Nothing else is stored: the setting has a hash of the key, from which nobody can make the key."
        })
final class KeyCommand implements Runnable {
    private static final int MAX_RATE = 9_999_999;
    private static final int RANDOM_BYTES = 32;
    private static final String KEY_PREFIX = "mk_";

    private enum Permission {
        read,
        order,
        administer
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--permission",
            paramLabel = "PERMISSION",
            defaultValue = "order",
            description = "what the client may do: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Permission permission = Permission.order;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "requests per second that the client may send to a node (default: no limit)")
    private @Nullable Integer rate;

    @Parameters(paramLabel = "NAME", description = "name of the client, for the logs")
    private String name = "";

    @Override
    public void run() {
        if (!Names.NODE.allow(name)) {
            throw invalid("the name " + name + " must have " + Names.NODE.allowed());
        }
        if (rate != null && (rate < 1 || rate > MAX_RATE)) {
            throw invalid("--rate is " + rate + ": it must be 1 to " + MAX_RATE);
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String key = KEY_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        PrintWriter printed = spec.commandLine().getOut();
        printed.println("for the client:             Authorization: Bearer " + key);
        printed.println("for menhir.http.keys:       " + name + ':' + permission + ':' + sha256(key)
                + (rate == null ? "" : ":" + rate));
        printed.flush();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private ParameterException invalid(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
