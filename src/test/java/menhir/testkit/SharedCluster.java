package menhir.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import menhir.experiment.lab.Folders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Resolves parameters of type {@link TestCluster} to a cluster with three ready nodes. All tests of a run share it: a start
 * takes several seconds, and a log with the history of earlier scenarios is a harder starting point. A test with the
 * annotation {@link NewCluster} gets a new cluster that is not started, which the following tests then share, unless its links
 * can be cut.
 *
 * <p>If a test fails, logs and history are copied below {@code target/system-tests}, and the next test gets a new cluster.
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
        boolean isNew = newCluster(context) != null;
        if (isNew) {
            endShared(context);
        }
        boolean partitionable = isPartitionable(context);
        TestCluster cluster = shared(context)
                .getOrComputeIfAbsent(SHARED, key -> TestCluster.ofThree(partitionable), TestCluster.class);
        if (isNew) {
            return cluster;
        }
        try {
            cluster.restore();
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

    private static boolean isPartitionable(ExtensionContext context) {
        NewCluster annotation = newCluster(context);
        return annotation != null && annotation.partitionable();
    }

    private static Store shared(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }

    private static void endShared(ExtensionContext context) {
        TestCluster shared = shared(context).remove(SHARED, TestCluster.class);
        if (shared != null) {
            shared.close();
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Throwable failure = context.getExecutionException().orElse(null);
        TestCluster used = shared(context).get(SHARED, TestCluster.class);
        if (failure != null && used != null) {
            keep(used, context, failure);
        }
        if (failure != null || isPartitionable(context)) {
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
            System.err.println("Logs and history of " + context.getDisplayName() + ": " + kept.toAbsolutePath());
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
