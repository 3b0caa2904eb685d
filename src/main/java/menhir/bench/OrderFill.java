package menhir.bench;

import java.io.IOException;
import java.time.Duration;
import menhir.client.api.CanonicalApi;
import menhir.client.load.LoadDriver;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import menhir.client.load.RequestMix;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.NodeApi;

/** Fills a store's log with orders, up to a number. */
final class OrderFill {

    private static final int CONNECTIONS = 256;
    private static final long SLICE_MILLIS = 500;
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(10);

    private OrderFill() {}

    /**
     * Places orders until there is one with a number.
     *
     * @throws IOException if the servers accept none
     */
    static void upTo(long number, Servers.Ready servers, Lab lab, long seed) throws IOException, InterruptedException {
        CanonicalApi api = new CanonicalApi(Servers.STORE);
        NodeApi first = new NodeApi(servers.addresses().get(0).toString());
        for (long slice = 0; !exists(first, api.ordersPath() + "/" + number); slice++) {
            if (slice == 0) {
                lab.note("filling the log up to order " + number);
            }
            LoadPlan plan = new LoadPlan(
                    servers.addresses(),
                    CONNECTIONS,
                    0,
                    SLICE_MILLIS,
                    0,
                    RequestMix.orders(1, 0.5),
                    servers.items(),
                    TIMEOUT_MILLIS,
                    seed + slice);
            LoadResult result = new LoadDriver(plan, api).run();
            if (result.accepted() == 0) {
                throw new IOException("the servers accept no orders to fill the log: " + result.lastFailure());
            }
        }
    }

    private static boolean exists(NodeApi api, String path) throws IOException, InterruptedException {
        int status = api.get(path, LOOKUP_TIMEOUT).status();
        if (status != 200 && status != 404) {
            throw new IOException(api + path + " answered " + status);
        }
        return status == 200;
    }
}
