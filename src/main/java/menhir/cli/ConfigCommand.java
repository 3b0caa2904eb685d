package menhir.cli;

import java.util.Map;
import menhir.config.EffectiveSettings;
import menhir.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the effective settings. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the settings with which a node would start here, and where each was set.")
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        EffectiveSettings.lines(Settings.loadConfig(Map.of()))
                .forEach(line -> spec.commandLine().getOut().println(line));
        spec.commandLine().getOut().flush();
    }
}
