package menhir.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on a raw socket that sends any bytes, for responses that no HTTP library would produce. */
final class ScriptedServer implements AutoCloseable {

    /** Sends the response to one request. */
    interface Script {
        /** Returns whether the connection stays open. */
        boolean respond(String head, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Script script;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Request lines and headers received so far. */
    List<String> heads() {
        return heads;
    }

    static String withLength(int status, String contentType, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void accept() {
        try {
            while (true) {
                Socket accepted = socket.accept();
                accepted.setTcpNoDelay(true);
                sockets.add(accepted);
                threads.execute(() -> serve(accepted));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            InputStream in = accepted.getInputStream();
            boolean open = true;
            while (open) {
                String head = readHead(in);
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head);
                open = script.respond(head, accepted.getOutputStream());
            }
        } catch (IOException | InterruptedException ended) {
            // The client has closed the connection, or the test has ended.
        }
    }

    /** Reads the head of a request, and skips its body. */
    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            bytes.write(b);
            head = b == '\n' ? bytes.toString(StandardCharsets.UTF_8) : "";
        }
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                in.readNBytes(Integer.parseInt(line.substring(15).strip()));
            }
        }
        return head;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : sockets) {
            each.close();
        }
        threads.shutdownNow();
    }
}
