package menhir.cli;

import java.io.PrintWriter;
import java.util.List;
import menhir.config.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command itself, which only has sub-commands. */
@Command(
        name = "menhir",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A replicated store server that stays standing.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:it could not start, or did not succeed", "2:a wrong argument or setting"})
public final class MenhirCommand implements Runnable {
    /** It could not start, or did not succeed. */
    static final int FAILED = 1;

    /** A wrong argument or setting. */
    static final int WRONG_USAGE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private MenhirCommand() {}

    /**
     * The command line of the jar.
     *
     * @param node what the commands that start a node run
     * @param others further sub-commands, each a class or object with picocli's annotations
     */
    public static CommandLine commandLine(NodeRunner node, List<Object> others) {
        CommandLine line = new CommandLine(new MenhirCommand());
        line.addSubcommand(new NodeCommand(node));
        line.addSubcommand(new StoreCommand(node));
        line.addSubcommand(new ConfigCommand());
        line.addSubcommand(new AwaitReadyCommand());
        line.addSubcommand(new VersionCommand());
        others.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(MenhirCommand::wrongUsage);
        line.setExecutionExceptionHandler(MenhirCommand::failed);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        complain(line, e.getMessage() + "; see " + line.getCommandSpec().qualifiedName() + " --help");
        return WRONG_USAGE;
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        complain(line, Reasons.of(e));
        return e instanceof SettingsException ? WRONG_USAGE : FAILED;
    }

    /** One line on the standard error; the scripts find it by its beginning. */
    private static void complain(CommandLine line, String what) {
        PrintWriter err = line.getErr();
        err.println("menhir: " + what.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        err.flush();
    }
}
