package menhir.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import menhir.config.Settings;

/** The jar's command line with a node that does nothing but say that it is ready, which is all that the scripts look at. */
final class StandInNode {
    private StandInNode() {}

    public static void main(String[] args) {
        System.exit(MenhirCommand.commandLine(StandInNode::run, List.of()).execute(args));
    }

    private static int run(Settings settings) throws IOException, InterruptedException {
        Settings.Node node = settings.node();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName(node.host()), node.httpPort()), 1);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        new CountDownLatch(1).await();
        return 0;
    }
}
