package menhir.client;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The client program's sub-commands; for the program's main command to register. */
@Command(
        name = "client",
        description = "Talks to Menhir servers as a client does, and checks what they say.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WalkVerb.class,
            LookupsVerb.class,
            OrdersVerb.class,
            LookupVerb.class,
            TradeVerb.Buy.class,
            TradeVerb.Sell.class,
            OrderVerb.class,
            ItemsVerb.class,
            SearchVerb.class,
            ClusterVerb.class,
            WatchVerb.class,
            DigestVerb.class,
            LoadVerb.class,
            ScoresVerb.class,
            CacofonixVerb.Score.class,
            CacofonixVerb.Medal.class,
            RaffleVerb.class,
            ClockVerb.class
        },
        commandListHeading = "%nCommands:%n",
        footer = {"", "client COMMAND --help tells the options of a command, with examples. See docs/client.md."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ClientCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean helpWanted;

    /** Called when no sub-command is given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs the client alone and returns its exit status. */
    public static int execute(String... arguments) {
        return new CommandLine(new ClientCommand()).execute(arguments);
    }
}
