package menhir.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import menhir.client.http.Json;
import picocli.CommandLine;

/** One execution of the client program: its exit status and output. */
record ClientRun(int exit, String out, String err) {

    static ClientRun execute(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = new CommandLine(new ClientCommand());
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int exit = program.execute(arguments);
        return new ClientRun(exit, out.toString(), err.toString());
    }

    /** Standard output, which must be one JSON object. */
    JsonNode json() throws IOException {
        return Json.MAPPER.readTree(out);
    }

    /** An address without a listener. */
    static String deadAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
