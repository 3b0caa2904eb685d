package menhir.experiment.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of a JVM that runs the packaged jar.
 *
 * @param jar the packaged jar
 * @param config configuration file
 * @param jvmOptions memory, garbage collector, compiler, and system properties
 * @param environment settings from environment variables; other variables that begin with {@code MENHIR_} are removed
 * @param launcher words before the command, of a program that the JVM replaces as the same process; may be empty
 */
public record NodeCommand(
        Path jar, Path config, List<String> jvmOptions, Map<String, String> environment, List<String> launcher) {
    private static final int FEW_PROCESSORS = 4;

    /** A command without a launcher. */
    public NodeCommand(Path jar, Path config, List<String> jvmOptions, Map<String, String> environment) {
        this(jar, config, jvmOptions, environment, List.of());
    }

    /** The JVM options of the launch scripts, from the same environment variables. */
    public static List<String> launchOptions() {
        String compiler = variable("MENHIR_JIT", processors() < FEW_PROCESSORS ? "quick" : "full");
        return List.of(
                "-Xmx" + variable("MENHIR_HEAP", "512m"),
                "-XX:+Use" + variable("MENHIR_GC", "ParallelGC"),
                "-XX:TieredStopAtLevel=" + (compiler.equals("quick") ? 1 : 4));
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String variable(String name, String defaultValue) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? defaultValue : value;
    }

    /** Builds a process with this command line. */
    public ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(jvmOptions);
        // A node that is out of memory must exit: it would otherwise keep its lease and answer nothing.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(ClassDataArchive.options(jar));
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Dconfig.file=" + config.toAbsolutePath());
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        builder.environment().putAll(environment);
        return builder;
    }
}
