package menhir.experiment.lab;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes the machine of a measurement. Contains neither the host name nor the user name. */
public final class Machine {
    private Machine() {}

    /** Facts by name, the most important first. */
    public static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " logical cores");
        facts.put("memory", memory());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put(
                "load before the experiment",
                "%.1f runnable on average in the last minute"
                        .formatted(Math.max(
                                0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())));
        facts.put("Menhir", version());
        return facts;
    }

    private static String processor() {
        return lineOf(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch", "unknown"));
    }

    private static String memory() {
        String kilobytes = lineOf(Path.of("/proc/meminfo"), "MemTotal", "").replaceAll("[^0-9]", "");
        return kilobytes.isEmpty() ? "unknown" : "%.0f GiB".formatted(Long.parseLong(kilobytes) / 1024.0 / 1024.0);
    }

    /** The launch script passes the commit of the source. */
    private static String version() {
        String version = Machine.class.getPackage().getImplementationVersion();
        String commit = System.getenv("MENHIR_COMMIT");
        return (version == null ? "not packaged" : version)
                + (commit == null || commit.isBlank() ? "" : ", commit " + commit);
    }

    private static String lineOf(Path file, String prefix, String fallback) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(prefix) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(fallback);
        } catch (IOException notLinux) {
            return fallback;
        }
    }
}
