package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaEvent.EntriesAppended;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaState;
import menhir.testkit.PostgresProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed at any moment loses nothing that it acknowledged. */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("menhir.kill.rounds", 6);
    private static final long SEED = Long.getLong("menhir.kill.seed", System.nanoTime());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void shouldKeepWhatWasAcknowledgedBeforeAKill(SyncMode sync) throws Exception {
        killAgainAndAgain(new H2Folder(folder, sync), folder.toString(), sync.name());
    }

    @Test
    void shouldKeepWhatWasAcknowledgedOnAServerBeforeAKill() throws Exception {
        String url = PostgresProcess.shared().newDatabase();
        killAgainAndAgain(LogNode.schema(url, "killed_1"), url, "killed_1");
    }

    private static void killAgainAndAgain(SlotPlace place, String... arguments) throws Exception {
        Random random = new Random(SEED);
        long acknowledged = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            try (Child child = new Child(arguments)) {
                long recovered = child.nextNumber();
                assertThat(recovered)
                        .as("seed %d, round %d: the last index recovered", SEED, round)
                        .isGreaterThanOrEqualTo(acknowledged);
                acknowledged = recovered;
                int atLeast = random.nextInt(300);
                for (int i = 0; i < atLeast; i++) {
                    acknowledged = child.nextNumber();
                }
                spin(random.nextInt(3_000_000)); // else the kill would always follow an acknowledgement
                acknowledged = Math.max(acknowledged, child.kill());
            }
        }
        checkLog(place, acknowledged);
    }

    @Test
    void shouldRejectASlotThatAnotherProcessHasOpen() throws Exception {
        try (Child child = new Child(folder.toString(), SyncMode.POWER.name())) {
            child.nextNumber();
            try (Child second = new Child(folder.toString(), SyncMode.POWER.name())) {
                assertThat(second.nextLine())
                        .isEqualTo("rejected: slot 1 in " + folder + " cannot be used: another process has it open");
            }
            long acknowledged = child.kill();
            checkLog(new H2Folder(folder, SyncMode.POWER), acknowledged);
        }
    }

    @Test
    void shouldRejectASchemaThatAnotherProcessHasOpen() throws Exception {
        String url = PostgresProcess.shared().newDatabase();
        try (Child child = new Child(url, "shared_1")) {
            child.nextNumber();
            try (Child second = new Child(url, "shared_1")) {
                assertThat(second.nextLine())
                        .isEqualTo("rejected: slot 1 in " + LogNode.schema(url, "shared_1")
                                + " cannot be used: another process has it open");
            }
            long acknowledged = child.kill();
            checkLog(LogNode.schema(url, "shared_1"), acknowledged);
        }
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void checkLog(SlotPlace place, long acknowledged) {
        try (LogNode node = new LogNode(0, new SlotDatabase("north", 1, 3, LogNode.STORES, place))) {
            ReplicaState state = node.state(1);
            assertThat(state.lastIndex()).isGreaterThanOrEqualTo(acknowledged);
            List<LogEntry> entries = new LogReader(node.system(), LogNode.STORE, 1)
                    .read(state, 1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                    .toCompletableFuture()
                    .join();
            assertThat(entries).hasSize((int) state.lastIndex());
            for (int i = 0; i < entries.size(); i++) {
                assertThat(entries.get(i)).isEqualTo(Child.entry(i + 1));
            }
        }
    }

    /** A process that appends until it is killed, and prints each last index after it is acknowledged. */
    static final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        /** @param place a folder and the mode of its file, or the URL of a server and a schema */
        Child(String... place) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName()));
            command.addAll(List.of(place));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        public static void main(String[] args) {
            SlotPlace place = args[0].startsWith("jdbc:")
                    ? LogNode.schema(args[0], args[1])
                    : new H2Folder(Path.of(args[0]), SyncMode.valueOf(args[1]));
            SlotDatabase database = new SlotDatabase("north", 1, 3, LogNode.STORES, place);
            LogNode node;
            try {
                node = new LogNode(50, database);
            } catch (SlotUnavailableException e) {
                System.out.println("rejected: " + e.getMessage());
                return;
            }
            ReplicaState state = node.state(1);
            System.out.println(">" + state.lastIndex());
            if (state.epoch() == 0) {
                state = node.persist(1, List.of(new EpochPromised(1)));
            }
            Random random = new Random();
            while (true) {
                List<LogEntry> entries = new ArrayList<>();
                for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(64) : 1; i > 0; i--) {
                    entries.add(entry(state.lastIndex() + entries.size() + 1));
                }
                state = node.persist(
                        1, List.of(new EntriesAppended(state.lastIndex() + 1, entries, KnownPositions.NONE)));
                System.out.println(">" + state.lastIndex());
            }
        }

        static LogEntry entry(long index) {
            byte[] payload = new byte[100];
            new Random(index).nextBytes(payload);
            return new LogEntry(1, index, payload);
        }

        String nextLine() throws IOException {
            String line = output.readLine();
            while (line != null && !line.startsWith(">") && !line.startsWith("rejected")) {
                line = output.readLine();
            }
            if (line == null) {
                throw new AssertionError("the child ended before it was killed");
            }
            return line;
        }

        long nextNumber() throws IOException {
            return Long.parseLong(nextLine().substring(1));
        }

        private void end() {
            process.toHandle()
                    .destroyForcibly(); // Process.destroyForcibly would also close the output, before it is read
            process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }

        /** Kills it and returns the last index that it acknowledged. */
        long kill() throws IOException {
            end();
            long last = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                // The last line may be cut; then no complete acknowledgement was printed.
                if (line.startsWith(">") && line.length() > 1) {
                    last = Long.parseLong(line.substring(1));
                }
            }
            return last;
        }

        @Override
        public void close() throws IOException {
            end();
            output.close();
        }
    }
}
