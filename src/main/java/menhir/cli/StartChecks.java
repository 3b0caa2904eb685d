package menhir.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import menhir.certificates.OwnerOnly;
import menhir.config.Settings;

/**
 * Checks for the most frequent reasons why a node cannot start, before it starts anything: the operator gets one line that
 * names the port or the folder, instead of errors from components that are already running.
 */
final class StartChecks {
    private static final Pattern SLOT_FOLDER = Pattern.compile("slot-([1-9]\\d{0,3})");

    private StartChecks() {}

    /** @throws IOException if the node could not start; the message is for the operator */
    static void check(Settings settings) throws IOException {
        Settings.Node node = settings.node();
        requireFree(node.bindHost(), node.httpPort(), "HTTP port");
        requireFree(node.bindHost(), node.bindPort(), "remoting port");
        requireWritable(settings.data().nodeDir(node));
        requireOwnSlots(settings.data().nodeDir(node), node);
    }

    /** A folder with the data of another slot belongs to another node: perhaps two folders were swapped. */
    private static void requireOwnSlots(Path dir, Settings.Node node) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.sorted().toList()) {
                Matcher slot = SLOT_FOLDER.matcher(file.getFileName().toString());
                if (slot.matches() && !node.slots().contains(Integer.valueOf(slot.group(1)))) {
                    throw new IOException(
                            "the data folder " + dir + " has data of slot " + slot.group(1) + ", but node "
                                    + node.name() + " has " + slotsOf(node) + ": is it the folder of another node?");
                }
            }
        }
    }

    private static String slotsOf(Settings.Node node) {
        return node.slots().isEmpty() ? "no slots" : "the slots " + node.slots();
    }

    private static void requireFree(String host, int port, String what) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            if (!socket.isBound()) {
                throw new IOException(what + " " + port + " on " + host + " cannot be opened");
            }
        } catch (UnknownHostException e) {
            throw new IOException(
                    "the host " + host + " (menhir.node.bind-host or menhir.node.host) cannot be resolved", e);
        } catch (BindException e) {
            throw new IOException(what + " " + port + " on " + host + " cannot be opened: " + e.getMessage());
        }
    }

    private static void requireWritable(Path dir) throws IOException {
        try {
            Files.createDirectories(dir.toAbsolutePath().getParent());
            OwnerOnly.createFolders(dir);
            Files.delete(Files.createTempFile(dir, "writable", ".tmp"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("the data folder " + dir + " cannot be created: " + e.getFile() + " is not a folder");
        } catch (IOException e) {
            throw new IOException("the data folder " + dir + " is not writable: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException ? "access denied" : FailureReasons.of(e);
    }
}
