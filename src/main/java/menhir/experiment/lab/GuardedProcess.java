package menhir.experiment.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process that does not outlive this JVM. A shutdown hook kills it; if this JVM is killed, so that no hook runs, a
 * guard does: a shell that reads from a pipe whose other end only this JVM holds.
 */
public final class GuardedProcess {
    private static final String GUARD = "trap '' INT TERM HUP; read -r word || kill -9 \"$0\"";
    private static final long EXIT_SECONDS = 60;
    private static final Set<GuardedProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(GuardedProcess::kill), "kill child processes"));
    }

    private final Process process;
    private final Process guard;
    private final CompletableFuture<?> guardExit;

    private GuardedProcess(Process process, Process guard) {
        this.process = process;
        this.guard = guard;
        this.guardExit = process.onExit().thenRun(this::releaseGuard).thenCompose(released -> guard.onExit());
    }

    /** Starts a process and its guard. */
    public static GuardedProcess start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        Process guard;
        try {
            guard = new ProcessBuilder("/bin/sh", "-c", GUARD, Long.toString(process.pid()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException noShell) {
            process.destroyForcibly();
            throw noShell;
        }
        GuardedProcess guarded = new GuardedProcess(process, guard);
        RUNNING.add(guarded);
        if (!process.isAlive()) {
            RUNNING.remove(guarded);
        }
        return guarded;
    }

    /** Ends the guard as soon as the process has exited: its process id may be reused. */
    private void releaseGuard() {
        RUNNING.remove(this);
        try (OutputStream pipe = guard.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException closed) {
            guard.destroyForcibly();
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What is written to it, unless its input was redirected. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** What it writes, unless its output was redirected. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** Sends SIGKILL without waiting for the exit. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Sends SIGTERM without waiting for the exit. */
    public void terminate() {
        process.destroy();
    }

    /**
     * Sends a signal that Java cannot send itself.
     *
     * @param signal its name without SIG
     */
    public void signal(String signal) throws IOException, InterruptedException {
        SystemCommand.run("kill", "-" + signal, Long.toString(pid()));
    }

    /**
     * Waits until the process has exited, and returns its exit status.
     *
     * @throws IOException if it has not exited after a minute
     */
    public int awaitExit() throws IOException, InterruptedException {
        return awaitExit(EXIT_SECONDS);
    }

    /**
     * Waits until the process has exited, and returns its exit status.
     *
     * @throws IOException if it has not exited after some seconds
     */
    public int awaitExit(long seconds) throws IOException, InterruptedException {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException("process " + pid() + " did not exit within " + seconds + " s");
            }
            guardExit.get(EXIT_SECONDS, TimeUnit.SECONDS);
            return process.exitValue();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the guard of process " + pid() + " did not exit", e);
        }
    }
}
