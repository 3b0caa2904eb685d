package menhir.experiment.drop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import menhir.experiment.lab.GuardedProcess;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.ProgramJar;

/** Starts processes of buyers, and collects their answers. Thread-safe. */
public final class BuyerProcesses implements AutoCloseable {

    /** An answer, and when it arrived here, in seconds since the sale began. */
    public record Timed(double seconds, Answer answer) {}

    private static final long READY_SECONDS = 60;

    private final List<GuardedProcess> processes = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final List<Timed> answers = new ArrayList<>();
    private long startNanos;
    private int ready;
    private int sold;
    private int complete;
    private boolean closing;
    private String failure = "";

    /** Starts the processes, and waits until they are ready to {@link #begin}. The customers are shared out evenly. */
    public static BuyerProcesses start(Offer offer, int processes, int threads, int customers, long seed)
            throws IOException, InterruptedException {
        BuyerProcesses all = new BuyerProcesses();
        SplittableRandom seeds = new SplittableRandom(seed);
        try {
            for (int i = 0; i < processes; i++) {
                int first = (int) ((long) customers * i / processes);
                int next = (int) ((long) customers * (i + 1) / processes);
                all.processes.add(
                        start(new BuyerProcess.Arguments(offer, first + 1, next - first, threads, seeds.nextLong())));
            }
            all.readAnswers();
            LabCluster.until("the client processes are ready", READY_SECONDS, all::areReady);
        } catch (IOException | InterruptedException failed) {
            all.close();
            throw failed;
        }
        return all;
    }

    private static GuardedProcess start(BuyerProcess.Arguments arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                ProgramJar.path().toString(),
                BuyerProcess.class.getName()));
        command.addAll(arguments.words());
        return GuardedProcess.start(new ProcessBuilder(command).redirectError(Redirect.INHERIT));
    }

    private void readAnswers() {
        for (GuardedProcess process : processes) {
            Thread reader = new Thread(() -> read(process), "answers of process " + process.pid());
            reader.setDaemon(true);
            readers.add(reader);
            reader.start();
        }
    }

    private synchronized boolean areReady() {
        return ready == processes.size();
    }

    /** The sale begins. */
    public synchronized void begin() throws IOException {
        startNanos = System.nanoTime();
        for (GuardedProcess process : processes) {
            OutputStream input = process.input();
            input.write('\n');
            input.flush();
        }
    }

    private void read(GuardedProcess process) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                accept(line);
            }
        } catch (IOException | RuntimeException unreadable) {
            fail("the answers of a client process are unreadable: " + unreadable.getMessage());
        }
        fail("a client process ended early");
    }

    private synchronized void accept(String line) {
        if (line.equals(BuyerProcess.READY)) {
            ready++;
            return;
        }
        if (line.equals(BuyerProcess.ALL_CAME)) {
            complete++;
            return;
        }
        Answer answer = Answer.parse(line);
        answers.add(new Timed(seconds(), answer));
        sold += answer.sold();
    }

    private synchronized void fail(String reason) {
        if (!closing && failure.isEmpty()) {
            failure = reason;
        }
    }

    /** The time since the sale began, in seconds. */
    public synchronized double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /**
     * How many tickets were sold, as far as customers were told.
     *
     * @throws IOException if a client process failed
     */
    public synchronized int sold() throws IOException {
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
        return sold;
    }

    /** Whether every customer has come. */
    public synchronized boolean allCame() {
        return complete == processes.size();
    }

    /** All answers so far. */
    public synchronized List<Timed> answers() {
        return List.copyOf(answers);
    }

    /** Ends the processes, and waits for their last answers. */
    public void end() throws IOException, InterruptedException {
        synchronized (this) {
            closing = true;
        }
        for (GuardedProcess process : processes) {
            process.input().close();
            process.awaitExit();
        }
        for (Thread reader : readers) {
            reader.join();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        processes.forEach(GuardedProcess::kill);
    }
}
