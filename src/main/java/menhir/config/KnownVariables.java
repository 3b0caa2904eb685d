package menhir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that this program reads: those that application.conf or the deployment's file names. Any other with
 * the same prefix is an error, since a misspelt one would have no effect.
 */
final class KnownVariables {
    private static final String PREFIX = "MENHIR_";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\??(" + PREFIX + "[A-Z0-9_]+)}");

    /** What Kubernetes and Docker set for a service with the name of this program. */
    private static final Pattern SERVICE =
            Pattern.compile(PREFIX + "([A-Z0-9_]*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_[0-9]+_(TCP|UDP)(_.*)?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp)://.*");

    /** Variables of the scripts and of other commands. */
    private static final Set<String> OTHERS = Set.of(
            "MENHIR_BUILD_LOCKED",
            "MENHIR_CA_FILE",
            "MENHIR_CHAOS_ISOLATED",
            "MENHIR_COMMIT",
            "MENHIR_GC",
            "MENHIR_HEAP",
            "MENHIR_JAR",
            "MENHIR_JAVA_OPTIONS",
            "MENHIR_JIT",
            "MENHIR_KEY",
            "MENHIR_SERVERS");

    private KnownVariables() {}

    /**
     * @param environment the names and values of all variables
     * @param file the deployment's configuration; null if there is none
     * @throws SettingsException if one of them is not a variable of this program, but looks so
     */
    static void requireKnown(Map<String, String> environment, @Nullable String file) {
        Set<String> known = new TreeSet<>(OTHERS);
        collect(applicationConf(), known);
        if (file != null) {
            collect(text(file), known);
        }
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .filter(name -> !SERVICE.matcher(name).matches()
                        && !SERVICE_ADDRESS
                                .matcher(environment.getOrDefault(name, ""))
                                .matches())
                .sorted()
                .findFirst()
                .ifPresent(unknown -> {
                    throw new SettingsException("the environment variable " + unknown + " is not one of this program"
                            + Names.question(Names.nearest(unknown, known)));
                });
    }

    private static void collect(String text, Set<String> names) {
        REFERENCE
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(names::add);
    }

    private static String applicationConf() {
        try (InputStream in = Objects.requireNonNull(KnownVariables.class.getResourceAsStream("/application.conf"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("application.conf in the jar cannot be read", e);
        }
    }

    /** With what it includes. A file that cannot be read is reported by whoever reads the settings. */
    private static String text(String file) {
        try {
            return ConfigFactory.parseFile(new File(file)).root().render();
        } catch (ConfigException e) {
            return "";
        }
    }
}
