package menhir.client;

import menhir.client.command.ClockCommand;
import menhir.client.command.ClusterCommand;
import menhir.client.command.DigestCommand;
import menhir.client.command.HoldsCommand;
import menhir.client.command.ItemsCommand;
import menhir.client.command.ListCommand;
import menhir.client.command.LoadCommand;
import menhir.client.command.LookupCommand;
import menhir.client.command.LookupsCommand;
import menhir.client.command.OrderCommand;
import menhir.client.command.OrdersCommand;
import menhir.client.command.RaffleCommand;
import menhir.client.command.SaleCommand;
import menhir.client.command.ScoreUpdateCommand;
import menhir.client.command.ScoresCommand;
import menhir.client.command.SearchCommand;
import menhir.client.command.TradeCommand;
import menhir.client.command.WalkCommand;
import menhir.client.command.WatchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code client} with its sub-commands; the program's main command registers it. */
@Command(
        name = "client",
        description = "Sends requests to Menhir servers over HTTP, and verifies the results.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WalkCommand.class,
            LookupsCommand.class,
            OrdersCommand.class,
            LookupCommand.class,
            TradeCommand.Buy.class,
            TradeCommand.Sell.class,
            OrderCommand.class,
            SaleCommand.Cancel.class,
            SaleCommand.Hold.class,
            SaleCommand.Confirm.class,
            SaleCommand.Release.class,
            HoldsCommand.class,
            ListCommand.class,
            ItemsCommand.class,
            SearchCommand.class,
            ClusterCommand.class,
            WatchCommand.class,
            DigestCommand.class,
            LoadCommand.class,
            ScoresCommand.class,
            ScoreUpdateCommand.Score.class,
            ScoreUpdateCommand.Medal.class,
            RaffleCommand.class,
            ClockCommand.class
        },
        commandListHeading = "%nCommands:%n",
        footer = {"", "client COMMAND --help shows the options of a command, with examples. See docs/client.md."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ClientCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean helpRequested;

    /** Reports that no sub-command is given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
