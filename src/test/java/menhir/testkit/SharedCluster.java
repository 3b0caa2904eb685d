package menhir.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests that have a {@link TestCluster} parameter one, ready, with all three nodes up. It is the same for all tests of
 * the run: starting one takes several seconds, and a log that has come through one scenario is a better one to begin the
 * next with. A test that is marked with {@link NewCluster} gets a new one, not started; those after it go on with that, unless
 * its wires can be cut.
 *
 * <p>When a test fails, all that tells why is copied below {@code target/system-tests}, and the next test gets a new
 * cluster.
 */
public final class SharedCluster implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);
    private static final String SHARED = "shared";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCluster.class;
    }

    @Override
    public TestCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        boolean fresh = newCluster(context) != null;
        if (fresh) {
            endShared(context);
        }
        boolean cuttable = isCuttable(context);
        TestCluster cluster =
                shared(context).getOrComputeIfAbsent(SHARED, key -> TestCluster.ofThree(cuttable), TestCluster.class);
        if (fresh) {
            return cluster;
        }
        try {
            cluster.heal();
        } catch (RuntimeException | Error e) {
            keep(cluster, context, e);
            endShared(context);
            throw e;
        }
        return cluster;
    }

    private static @Nullable NewCluster newCluster(ExtensionContext context) {
        return context.getRequiredTestMethod().getAnnotation(NewCluster.class);
    }

    private static boolean isCuttable(ExtensionContext context) {
        NewCluster fresh = newCluster(context);
        return fresh != null && fresh.cuttable();
    }

    private static Store shared(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }

    private static void endShared(ExtensionContext context) {
        TestCluster held = shared(context).remove(SHARED, TestCluster.class);
        if (held != null) {
            held.close();
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Throwable failure = context.getExecutionException().orElse(null);
        TestCluster used = shared(context).get(SHARED, TestCluster.class);
        if (failure != null && used != null) {
            keep(used, context, failure);
        }
        if (failure != null || isCuttable(context)) {
            endShared(context);
        }
    }

    private static void keep(TestCluster cluster, ExtensionContext context, Throwable failure) {
        Path kept = Path.of(
                "target",
                "system-tests",
                context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName());
        try {
            Files.createDirectories(kept);
            Files.writeString(kept.resolve("failure.txt"), failure.toString(), StandardCharsets.UTF_8);
            cluster.history().writeTo(kept.resolve("history.txt"));
            for (TestNode node : cluster.nodes()) {
                keep(node, kept);
            }
            System.err.println("What tells why " + context.getDisplayName() + " failed is in " + kept.toAbsolutePath());
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void keep(TestNode node, Path kept) throws IOException {
        if (Files.exists(node.log())) {
            Files.copy(node.log(), kept.resolve(node.name() + ".log"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(kept.resolve(node.name() + "-data.txt"), Folders.list(node.dataFolder()), StandardCharsets.UTF_8);
        Files.writeString(kept.resolve(node.name() + "-cluster.json"), view(node), StandardCharsets.UTF_8);
    }

    private static String view(TestNode node) {
        try {
            return node.runs()
                    ? node.api()
                            .get("/v1/cluster", Duration.ofSeconds(5))
                            .body()
                            .toPrettyString()
                    : "down";
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
