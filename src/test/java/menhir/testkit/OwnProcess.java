package menhir.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that this test run started. None outlives the run: a shutdown hook kills what is left, and should the run
 * itself be killed, so that no hook runs, a guard notices: a shell that waits at the end of a pipe which only this JVM holds.
 */
final class OwnProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<OwnProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> RUNNING.forEach(each -> each.process.destroyForcibly()), "kill what the tests started"));
    }

    private final Process process;
    private final Process guard;
    private final CompletableFuture<?> guardGone;

    private OwnProcess(Process process, Process guard) {
        this.process = process;
        this.guard = guard;
        this.guardGone = process.onExit().thenRun(this::ended).thenCompose(done -> guard.onExit());
    }

    static OwnProcess start(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            String watch = "trap '' INT TERM HUP; read -r word || kill -9 \"$0\"";
            Process guard = new ProcessBuilder("/bin/sh", "-c", watch, Long.toString(process.pid()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            OwnProcess own = new OwnProcess(process, guard);
            RUNNING.add(own);
            if (!process.isAlive()) {
                RUNNING.remove(own);
            }
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    /** The guard goes at once: the pid may soon be another process's. */
    private void ended() {
        RUNNING.remove(this);
        try (OutputStream pipe = guard.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException e) {
            guard.destroyForcibly();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    void kill9() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has ended, and gives its exit status. */
    int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("process " + pid() + " is still there after " + PATIENCE.toSeconds() + " s");
            }
            guardGone.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return process.exitValue();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the guard of process " + pid() + " does not go", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** SIGSTOP and SIGCONT, which Java cannot send itself. */
    void signal(String name) {
        if (!process.isAlive()) {
            throw new AssertionError("process " + pid() + " is not there to get SIG" + name);
        }
        try {
            Process kill = new ProcessBuilder(List.of("kill", "-" + name, Long.toString(pid())))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("SIG" + name + " cannot be sent to process " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
