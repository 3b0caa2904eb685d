package menhir;

import java.util.List;
import menhir.cli.MenhirCommand;
import menhir.client.ClientCommand;
import menhir.experiment.ExperimentCommand;
import menhir.node.Node;

/** Entry point of the jar: the one place where the command line, the node and the client program meet. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(MenhirCommand.commandLine(Node::run, furtherCommands()).execute(args));
    }

    /** Sub-commands that are not about running a server. */
    private static List<Object> furtherCommands() {
        return List.of(new ClientCommand(), new ExperimentCommand());
    }
}
