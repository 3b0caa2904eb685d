package menhir.http.ops;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import menhir.http.server.Json;
import menhir.http.server.Method;
import menhir.http.server.QueryParameters;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;
import menhir.http.server.WholeNumbers;
import menhir.stats.NodeStats;
import menhir.stats.Sample;
import menhir.stats.StoreSample;
import menhir.stats.TimelineEntry;
import org.jspecify.annotations.Nullable;

/** The last minutes of this node, and what happened in the cluster. Answered from memory. */
public final class StatsRoutes {
    private static final Set<String> PARAMETERS = Set.of("after", "afterEntry");

    /** The samples of a store, one list for each number, as a chart needs them. */
    private record StoreJson(
            String store,
            @Nullable Long silentMillis,
            List<Long> orders,
            List<Long> rejections,
            List<Long> failures,
            List<@Nullable Long> orderP50Micros,
            List<@Nullable Long> orderP99Micros,
            List<Long> lookups,
            List<Long> hits,
            List<@Nullable Long> lookupP50Micros,
            List<@Nullable Long> lookupP99Micros,
            List<@Nullable Long> released,
            List<@Nullable Long> lag) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record EntryJson(
            long number,
            String time,
            String kind,
            @Nullable String node,
            @Nullable String store,
            @Nullable Long durationMillis,
            @Nullable String detail) {}

    private record StatsJson(
            String started,
            String time,
            long sampleMillis,
            int maxSamples,
            long lastSample,
            List<String> times,
            List<Long> lengthsMillis,
            List<StoreJson> stores,
            long lastEntry,
            List<EntryJson> timeline) {}

    private final NodeStats stats;

    public StatsRoutes(NodeStats stats) {
        this.stats = stats;
    }

    public List<Route> routes() {
        return List.of(Route.canonical(Method.GET, "/v1/stats", this::stats));
    }

    private CompletionStage<HttpResponse> stats(RequestContext request) {
        QueryParameters query = request.query().only(PARAMETERS);
        long after = query.wholeNumber("after", 0, WholeNumbers.MAX, 0);
        long afterEntry = query.wholeNumber("afterEntry", 0, WholeNumbers.MAX, 0);
        return CompletableFuture.completedFuture(
                Json.response(json(stats.view(after, afterEntry)), ResponseHeaders.REVALIDATE));
    }

    private static StatsJson json(NodeStats.View view) {
        List<StoreJson> stores = new ArrayList<>();
        for (int i = 0; i < view.stores().size(); i++) {
            int position = i;
            List<StoreSample> samples = view.samples().stream()
                    .map(sample -> sample.stores().get(position))
                    .toList();
            String store = view.stores().get(i);
            stores.add(json(store, view.silentMillis().get(store), samples));
        }
        return new StatsJson(
                Instant.ofEpochMilli(view.startedMillis()).toString(),
                Instant.ofEpochMilli(System.currentTimeMillis()).toString(),
                NodeStats.SAMPLE_MILLIS,
                NodeStats.MAX_SAMPLES,
                view.lastSample(),
                view.samples().stream()
                        .map(sample -> Instant.ofEpochMilli(sample.atMillis()).toString())
                        .toList(),
                view.samples().stream().map(Sample::lengthMillis).toList(),
                stores,
                view.lastEntry(),
                view.timeline().stream().map(StatsRoutes::json).toList());
    }

    private static StoreJson json(String store, @Nullable Long silentMillis, List<StoreSample> samples) {
        return new StoreJson(
                store,
                silentMillis,
                column(samples, StoreSample::orders),
                column(samples, StoreSample::rejections),
                column(samples, StoreSample::failures),
                column(samples, StoreSample::orderP50Micros),
                column(samples, StoreSample::orderP99Micros),
                column(samples, StoreSample::lookups),
                column(samples, StoreSample::hits),
                column(samples, StoreSample::lookupP50Micros),
                column(samples, StoreSample::lookupP99Micros),
                column(samples, StoreSample::released),
                column(samples, StoreSample::lag));
    }

    private static <T extends @Nullable Object> List<T> column(
            List<StoreSample> samples, Function<StoreSample, T> number) {
        return samples.stream().map(number).toList();
    }

    private static EntryJson json(TimelineEntry entry) {
        return new EntryJson(
                entry.number(),
                Instant.ofEpochMilli(entry.atMillis()).toString(),
                entry.kind().label(),
                entry.node(),
                entry.store(),
                entry.durationMillis(),
                entry.detail());
    }
}
