package menhir.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import menhir.experiment.lab.Folders;

/** What can happen to the disks of nodes that are down; {@link #fill} also to those of nodes that run. */
final class Disks {
    private static final int CHUNK = 64 * 1024;
    private static final int FLIPPED = 32;

    private Disks() {}

    /** Deletes a node's data. */
    static void wipe(ChaosNode node) throws IOException {
        node.process().note("its data is deleted");
        Folders.delete(node.data());
    }

    /** Replaces a node's data by a copy. */
    static void replace(ChaosNode node, Path copy) throws IOException {
        node.process().note("its data is replaced by " + copy.getFileName());
        Folders.delete(node.data());
        Folders.copy(copy, node.data());
    }

    /** Changes some bytes of a database, if there is one. */
    static void flip(ChaosNode node, RandomGenerator random) throws IOException {
        List<Path> databases;
        try (Stream<Path> files = Files.walk(node.data())) {
            databases = files.filter(file -> file.toString().endsWith(".mv.db")).toList();
        }
        if (databases.isEmpty()) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(databases.get(0).toFile(), "rw")) {
            long at = random.nextLong(Math.max(1, file.length() - FLIPPED));
            byte[] bytes = new byte[FLIPPED];
            file.seek(at);
            file.readFully(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= (byte) random.nextInt(1, 256);
            }
            file.seek(at);
            file.write(bytes);
            node.process().note("flipped " + FLIPPED + " bytes at " + at + " of " + file.length());
        }
    }

    /** Writes to a node's disk until there is no space left. */
    static void fill(ChaosNode node) throws IOException {
        node.process().note("its disk is filled");
        try (FileChannel file = FileChannel.open(
                filler(node), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int size = CHUNK; size > 0; size /= 16) {
                append(file, size);
            }
        }
    }

    private static void append(FileChannel file, int size) {
        try {
            while (true) {
                file.write(ByteBuffer.allocate(size));
            }
        } catch (IOException full) {
            // What was wanted.
        }
    }

    /** Makes space again. */
    static void empty(ChaosNode node) throws IOException {
        node.process().note("its disk has space again");
        Files.deleteIfExists(filler(node));
    }

    private static Path filler(ChaosNode node) {
        return node.disk().resolve("filler");
    }
}
