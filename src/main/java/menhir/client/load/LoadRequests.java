package menhir.client.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import menhir.client.api.CanonicalApi;
import menhir.client.api.OrderRequest;
import menhir.client.api.Trade;

/**
 * Ready-made request bytes: at load only the host, and for an order its key, are filled in. For one thread.
 */
final class LoadRequests {

    /** A request in two halves around the host; {@code keyAt} is where the key goes in the second, -1 for none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Template(byte[] beforeHost, byte[] afterHost, int keyAt) {}

    /**
     * The next request of a connection; it keeps its number, and so its key, however often it is sent.
     *
     * @param name index of the item
     */
    record Next(boolean isOrder, boolean sells, int name, long number) {}

    private static final String HOST = "Host: ";
    private static final String KEY = "Idempotency-Key: ";
    private static final String NUMBER_FORM = "0000000000000000";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final LoadPlan plan;
    private final Template[] lookups;
    private final Template[] buys;
    private final Template[] sells;
    private final byte[][] hosts;
    private final SplittableRandom random;
    private final int largestBytes;
    private long issued;

    LoadRequests(LoadPlan plan, CanonicalApi api) {
        this.plan = plan;
        int names = plan.names().size();
        lookups = new Template[names];
        buys = new Template[names];
        sells = new Template[names];
        String run = UUID.randomUUID() + "-";
        int largest = 0;
        for (int i = 0; i < names; i++) {
            String name = plan.names().get(i);
            lookups[i] = cut("GET " + api.lookupPath(name) + " HTTP/1.1\r\n" + HOST + "\r\n\r\n");
            buys[i] = order(api, new OrderRequest(Trade.BUY, name, 1, run));
            sells[i] = order(api, new OrderRequest(Trade.SELL, name, 1, run));
            for (Template template : new Template[] {lookups[i], buys[i], sells[i]}) {
                largest = Math.max(largest, template.beforeHost.length + template.afterHost.length);
            }
        }
        hosts = plan.servers().stream()
                .map(server -> server.toString().getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        random = new SplittableRandom(plan.seed());
        largestBytes = largest + 300;
    }

    private static Template order(CanonicalApi api, OrderRequest wish) {
        byte[] body = CanonicalApi.orderJson(wish).getBytes(StandardCharsets.UTF_8);
        String head = "POST " + api.ordersPath() + " HTTP/1.1\r\n" + HOST + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n" + KEY + wish.key() + NUMBER_FORM + "\r\n\r\n";
        return cut(head + new String(body, StandardCharsets.UTF_8));
    }

    private static Template cut(String request) {
        int host = request.indexOf(HOST) + HOST.length();
        String after = request.substring(host);
        int key = after.indexOf(KEY);
        // Before the key all is ASCII, so characters count bytes.
        int keyAt = key < 0 ? -1 : after.indexOf(NUMBER_FORM + "\r\n\r\n", key);
        return new Template(
                request.substring(0, host).getBytes(StandardCharsets.US_ASCII),
                after.getBytes(StandardCharsets.UTF_8),
                keyAt);
    }

    /** Room for any request. */
    int largestBytes() {
        return largestBytes;
    }

    Next next() {
        boolean isOrder = random.nextDouble() < plan.orderShare();
        boolean isSell = isOrder && random.nextDouble() < plan.sellShare();
        return new Next(isOrder, isSell, random.nextInt(lookups.length), issued++);
    }

    /** @param server index of the server that it goes to */
    void write(Next next, int server, ByteBuffer out) {
        Template[] kind = !next.isOrder() ? lookups : next.sells() ? sells : buys;
        Template template = kind[next.name()];
        out.clear();
        out.put(template.beforeHost).put(hosts[server]);
        int start = out.position();
        out.put(template.afterHost);
        if (template.keyAt >= 0) {
            long number = next.number();
            for (int i = NUMBER_FORM.length() - 1; i >= 0; i--) {
                out.put(start + template.keyAt + i, HEX[(int) (number & 15)]);
                number >>>= 4;
            }
        }
        out.flip();
    }
}
