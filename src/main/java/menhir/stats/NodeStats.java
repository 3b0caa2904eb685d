package menhir.stats;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import menhir.service.LeaderContact;
import menhir.service.StoreService.ClusterView;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreView;
import menhir.stats.TimelineEntry.Kind;
import org.jspecify.annotations.Nullable;

/** The last five minutes of a node, second by second, and what happened in the cluster meanwhile. Thread-safe. */
public final class NodeStats {
    /** How many samples are kept. */
    public static final int MAX_SAMPLES = 300;

    /** How often {@link #sample} should be called. */
    public static final long SAMPLE_MILLIS = 1_000;

    /**
     * What was asked for.
     *
     * @param startedMillis start of this process, which begins to count anew, in milliseconds since 1970
     * @param lastSample number of the newest sample; 0 if there is none
     * @param samples the oldest first
     * @param silentMillis for how long this node has heard no leader, by store; null if it never heard one
     * @param lastEntry number of the newest entry of the timeline; 0 if there is none
     * @param timeline the oldest first
     */
    public record View(
            long startedMillis,
            List<String> stores,
            long lastSample,
            List<Sample> samples,
            Map<String, @Nullable Long> silentMillis,
            long lastEntry,
            List<TimelineEntry> timeline) {}

    private final long startedMillis;
    private final Map<String, StoreRecorder> recorders = new LinkedHashMap<>();
    private final Map<String, StoreView> views = new LinkedHashMap<>();
    private final Map<String, LeaderContact> contacts = new LinkedHashMap<>();
    private final Ring<Sample> samples = new Ring<>(MAX_SAMPLES);
    private final Timeline timeline = new Timeline();
    private final NodeWatch nodeWatch = new NodeWatch(timeline);
    private final LeaderWatch leaderWatch = new LeaderWatch(timeline);
    private final ReplicaWatch replicaWatch = new ReplicaWatch(timeline);
    private long sampledNanos;

    /**
     * Begins without samples.
     *
     * @param stores their names, in the order of the configuration
     * @param startedMillis now, in milliseconds since 1970
     * @param nowNanos from any origin, as for {@link #sample}
     */
    public NodeStats(Collection<String> stores, long startedMillis, long nowNanos) {
        stores.forEach(store -> recorders.put(store, new StoreRecorder()));
        this.startedMillis = startedMillis;
        this.sampledNanos = nowNanos;
    }

    /** Records what clients of a store are told. */
    public StoreRecorder of(String store) {
        return Objects.requireNonNull(recorders.get(store), store);
    }

    /**
     * Ends a sample, and begins the next one.
     *
     * @param nowMillis in milliseconds since 1970
     * @param nowNanos from any origin
     */
    public synchronized void sample(long nowMillis, long nowNanos) {
        List<StoreSample> taken = recorders.entrySet().stream()
                .map(each -> take(each.getValue(), views.get(each.getKey())))
                .toList();
        long lengthMillis = Math.max(1, (nowNanos - sampledNanos) / 1_000_000);
        sampledNanos = nowNanos;
        samples.add(new Sample(nowMillis, lengthMillis, taken));
    }

    private static StoreSample take(StoreRecorder recorder, @Nullable StoreView view) {
        return view == null || view.leader() == null
                ? recorder.take(null, null)
                : recorder.take(view.released(), greatestLag(view));
    }

    private static @Nullable Long greatestLag(StoreView view) {
        return view.replicas().stream()
                .map(ReplicaView::lag)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
    }

    /** The cluster as this node sees it now, and what its front-ends have heard of the leaders, by store. */
    public synchronized void see(ClusterView cluster, Map<String, LeaderContact> heard, long nowMillis) {
        nodeWatch.see(cluster.nodes(), nowMillis);
        contacts.putAll(heard);
        for (StoreView view : cluster.stores()) {
            views.put(view.store(), view);
            leaderWatch.see(view, heard.getOrDefault(view.store(), LeaderContact.NONE), nowMillis);
            replicaWatch.see(view, nowMillis);
        }
    }

    /** This node is in no cluster, and sees nothing of it. */
    public synchronized void seeNothing() {
        views.clear();
        contacts.clear();
    }

    /**
     * Somebody with a key has asked for an administrative change.
     *
     * @param request its method and path
     * @param id of the request, by which the audit log tells who it was
     * @param status of the response
     */
    public synchronized void administered(String request, String id, int status, long nowMillis) {
        String detail = shortened(request) + ": " + status + ", request " + id;
        timeline.add(nowMillis, Kind.ADMINISTRATION, null, null, null, detail);
    }

    /** The status and the id must not be cut off after a long name. */
    private static String shortened(String request) {
        int most = Timeline.MAX_DETAIL - 100;
        return request.length() <= most ? request : request.substring(0, most) + "...";
    }

    /**
     * What has been added since.
     *
     * @param afterSample number of the last sample that is known already; 0 for all
     * @param afterEntry number of the last entry of the timeline that is known already; 0 for all
     */
    public synchronized View view(long afterSample, long afterEntry) {
        Map<String, @Nullable Long> silent = new LinkedHashMap<>();
        for (String store : recorders.keySet()) {
            LeaderContact contact = contacts.getOrDefault(store, LeaderContact.NONE);
            silent.put(store, contact.epoch() == 0 ? null : Long.valueOf(contact.silentMillis()));
        }
        return new View(
                startedMillis,
                List.copyOf(recorders.keySet()),
                samples.last(),
                samples.after(afterSample),
                silent,
                timeline.last(),
                timeline.after(afterEntry));
    }
}
