package menhir.http.api;

import akka.http.javadsl.model.HttpResponse;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;
import menhir.service.StoreService;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the problem of an unknown item, team or event which one was probably meant: "did you mean GameStart?" Only the first names of a
 * catalog are considered. They may be some seconds old, so that misspelt names cost the replicas next to nothing.
 */
public final class Suggestions {
    private final StoreService service;
    private final Map<String, KnownNames> names = new ConcurrentHashMap<>();

    public Suggestions(StoreService service) {
        this.service = service;
    }

    /** The same response, unless it failed because the store does not know a name. */
    CompletionStage<HttpResponse> forUnknown(String store, CompletionStage<HttpResponse> response) {
        return response.exceptionallyCompose(failure -> {
            Problem problem = unknownName(failure);
            return problem == null
                    ? CompletableFuture.failedFuture(failure)
                    : names.computeIfAbsent(store, name -> new KnownNames(service, name))
                            .get()
                            .thenCompose(known -> CompletableFuture.failedFuture(
                                    withQuestion(problem, known).exception()));
        });
    }

    private static @Nullable Problem unknownName(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ProblemException expected && expected.problem().type() == ProblemType.UNKNOWN_ITEM
                ? expected.problem()
                : null;
    }

    private static Problem withQuestion(Problem problem, Collection<String> known) {
        Object asked = problem.members().getOrDefault("item", problem.members().get("name"));
        Optional<String> nearest = asked instanceof String name ? Names.nearest(name, known) : Optional.empty();
        return nearest.map(name -> problem.withDetail(problem.detail() + " Did you mean " + name + "?")
                        .withNearest(name))
                .orElse(problem);
    }
}
