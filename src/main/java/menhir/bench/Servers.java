package menhir.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import menhir.client.Clients;
import menhir.client.http.ServerAddress;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import org.jspecify.annotations.Nullable;

/** The servers of a program, for one round: nodes that are started as the points need them, or servers that run already. */
abstract sealed class Servers {

    static final String STORE = "stocks";

    private static final long TIMEOUT_MILLIS = 5_000;
    private static final long DEADLINE_MILLIS = 15_000;

    /**
     * Servers that are ready.
     *
     * @param items names of the items in the catalog
     */
    record Ready(List<ServerAddress> addresses, List<String> items) {
        Ready {
            addresses = List.copyOf(addresses);
            items = List.copyOf(items);
        }
    }

    /** The servers of a program. */
    static Servers of(Program program, Lab lab, BenchOptions options) {
        if (program instanceof Program.Target target) {
            return new Running(lab, target.servers());
        }
        return new Started(lab, options, ((Program.Jar) program).jar());
    }

    /** The servers for a point. */
    abstract Ready prepare(Point point) throws IOException, InterruptedException;

    /** Servers that run already. */
    private static final class Running extends Servers {
        private final Lab lab;
        private final List<ServerAddress> addresses;
        private @Nullable Ready ready;

        Running(Lab lab, List<ServerAddress> addresses) {
            this.lab = lab;
            this.addresses = addresses;
        }

        @Override
        Ready prepare(Point point) throws IOException, InterruptedException {
            Ready known = ready;
            if (known == null) {
                // The nodes of the other program must not take processor time.
                lab.endClusters();
                known = new Ready(addresses, listedItems());
                ready = known;
            }
            return known;
        }

        private List<String> listedItems() throws IOException, InterruptedException {
            List<String> servers =
                    addresses.stream().map(ServerAddress::toString).toList();
            Clients clients = new Clients(servers, STORE, TIMEOUT_MILLIS, DEADLINE_MILLIS);
            List<String> items = List.copyOf(clients.quantities().keySet());
            if (items.isEmpty()) {
                throw new IOException("the store " + STORE + " at " + servers.get(0) + " has no items");
            }
            return items;
        }
    }

    /** Nodes of a jar. */
    private static final class Started extends Servers {
        /** More than the connections of the load, which has at most four fifths of all: the nodes also have other ones. */
        private static final int SPARE_CONNECTIONS = 128;

        private static final int DEFAULT_MOST_CONNECTIONS = 1_024;

        private final Lab lab;
        private final BenchOptions options;
        private final Path jar;
        private @Nullable Ready ready;
        private boolean cached;

        Started(Lab lab, BenchOptions options, Path jar) {
            this.lab = lab;
            this.options = options;
            this.jar = jar;
        }

        @Override
        Ready prepare(Point point) throws IOException, InterruptedException {
            Ready known = ready;
            boolean needsCache = point.scenario().isCached();
            if (known == null || options.cold() || needsCache != cached) {
                ClusterSpec spec = spec(needsCache);
                List<String> addresses = lab.cluster(spec).addresses();
                known = new Ready(addresses.stream().map(ServerAddress::parse).toList(), spec.itemNames());
                ready = known;
                cached = needsCache;
            }
            return known;
        }

        private ClusterSpec spec(boolean needsCache) {
            int capacity = needsCache ? Math.max(ClusterSpec.CACHE_ON, options.items()) : ClusterSpec.CACHE_OFF;
            int most =
                    options.points().stream().mapToInt(Point::connections).max().orElse(1);
            return new ClusterSpec(options.nodes(), capacity, STORE, ClusterSpec.PLENTY, Map.of())
                    .withItems(options.items())
                    .withJar(jar)
                    .withSetting(
                            "http.max-connections",
                            Integer.toString(Math.max(DEFAULT_MOST_CONNECTIONS, most * 5 / 4 + SPARE_CONNECTIONS)));
        }
    }
}
