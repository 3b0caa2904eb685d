package menhir;

import java.util.ArrayList;
import java.util.List;
import menhir.backup.command.BackupCommands;
import menhir.bench.BenchCommand;
import menhir.chaos.ChaosCommand;
import menhir.cli.MenhirCommand;
import menhir.client.ClientCommand;
import menhir.experiment.ExperimentCommand;
import menhir.node.Node;

/** Entry point of the jar. Only this class knows the command line, the node, the client program, and the commands that run clusters. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // A server starts sooner without the other commands.
        boolean startsServer = args.length > 0 && MenhirCommand.SERVERS.contains(args[0]);
        List<Object> others = startsServer ? List.of() : furtherCommands();
        System.exit(MenhirCommand.commandLine(Node::run, others).execute(args));
    }

    /** Sub-commands that do not run a server. */
    private static List<Object> furtherCommands() {
        List<Object> commands = new ArrayList<>(BackupCommands.all());
        commands.add(new ClientCommand());
        commands.add(new ExperimentCommand());
        commands.add(new ChaosCommand());
        commands.add(new BenchCommand());
        return commands;
    }
}
