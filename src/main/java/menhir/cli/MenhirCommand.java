package menhir.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import menhir.config.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The top-level command; it only has sub-commands. */
@Command(
        name = "menhir",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A replicated store server.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:the start or the command failed", "2:an invalid argument or setting"})
public final class MenhirCommand implements Runnable {
    /** Names of the commands that run a server. */
    public static final Set<String> SERVERS = Set.of(NodeCommand.NAME, StoreCommand.NAME);

    /** Exit status: the start or the command failed. */
    static final int FAILED = 1;

    /** Exit status: an argument or a setting is invalid. */
    static final int INVALID_USAGE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private MenhirCommand() {}

    /**
     * Creates the command line of the jar.
     *
     * @param node called by the commands that start a node
     * @param others further sub-commands, each a class or object with picocli's annotations
     */
    public static CommandLine commandLine(NodeRunner node, List<Object> others) {
        CommandLine line = new CommandLine(new MenhirCommand());
        line.addSubcommand(new NodeCommand(node));
        line.addSubcommand(new StoreCommand(node));
        line.addSubcommand(new CertificatesCommand());
        line.addSubcommand(new KeyCommand());
        line.addSubcommand(new ConfigCommand());
        line.addSubcommand(new AwaitReadyCommand());
        line.addSubcommand(new VersionCommand());
        line.addSubcommand(new CompletionCommand());
        others.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(MenhirCommand::onInvalidArgument);
        line.setExecutionExceptionHandler(MenhirCommand::onFailure);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int onInvalidArgument(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        printError(line, e.getMessage() + "; see " + line.getCommandSpec().qualifiedName() + " --help");
        return INVALID_USAGE;
    }

    private static int onFailure(Exception e, CommandLine line, ParseResult parsed) {
        printError(line, FailureReasons.of(e));
        return e instanceof SettingsException ? INVALID_USAGE : FAILED;
    }

    /** Prints one line on the standard error. The scripts find it in a log by its prefix. */
    private static void printError(CommandLine line, String message) {
        PrintWriter err = line.getErr();
        err.println("menhir: " + message.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        err.flush();
    }
}
