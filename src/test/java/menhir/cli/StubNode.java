package menhir.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import menhir.config.Settings;

/** The jar's command line with a node that only answers GET /ready, which is all that the scripts need. */
final class StubNode {
    private StubNode() {}

    public static void main(String[] args) {
        System.exit(MenhirCommand.commandLine(StubNode::run, List.of()).execute(args));
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
