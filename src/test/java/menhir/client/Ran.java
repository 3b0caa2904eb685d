package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import menhir.client.api.Json;
import picocli.CommandLine;

/** The client program as a user runs it, with what it printed. */
record Ran(int exit, String out, String err) {

    static Ran client(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = new CommandLine(new ClientCommand());
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int exit = program.execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }

    /** Standard output as the one JSON object that it must be. */
    JsonNode json() throws IOException {
        return Json.MAPPER.readTree(out);
    }

    /** An address at which nobody listens. */
    static String deadAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
