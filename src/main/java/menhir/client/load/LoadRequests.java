package menhir.client.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import menhir.client.api.CanonicalApi;
import menhir.client.api.OrderRequest;
import menhir.client.api.Trade;
import menhir.client.http.ClientKey;
import menhir.client.metrics.RequestKind;

/**
 * The bytes of all requests, encoded in advance: under load only the host and, for an order, its key are filled in. For
 * one thread.
 */
final class LoadRequests {

    /**
     * An encoded request, split at the host.
     *
     * @param keyAt offset of the key's number in {@code afterHost}, -1 for a request without a key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Template(byte[] beforeHost, byte[] afterHost, int keyAt) {}

    /**
     * One request; its number is the same for every attempt.
     *
     * @param name index of the item, if it has one
     * @param number of an order: the number in its key; of an order lookup: the order's number
     */
    record Next(RequestKind kind, boolean sells, int name, long number) {
        /** The request of a connection that has had none yet. */
        static final Next NONE = new Next(RequestKind.LOOKUP, false, 0, 0);

        boolean isOrder() {
            return kind == RequestKind.ORDER;
        }
    }

    private static final String HOST = "Host: ";
    private static final String KEY = "Idempotency-Key: ";

    /** The placeholder for the number of a request, in hexadecimal. */
    private static final String NUMBER_PLACEHOLDER = "0000000000000000";

    /** Above the longest "host:port": a host name has at most 253 characters. */
    private static final int HOST_LIMIT_BYTES = 300;

    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] AFTER_ORDER_NUMBER = ascii(" HTTP/1.1\r\n" + HOST);
    private static final int MOST_DIGITS = 19;

    private final LoadPlan plan;
    private final Template[] lookups;
    private final Template[] buys;
    private final Template[] sells;
    private final byte[] beforeOrderNumber;
    private final byte[] endOfHead;
    private final byte[] digits = new byte[MOST_DIGITS];
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
        String authorization = ClientKey.fromEnvironment().headerLine();
        endOfHead = ascii("\r\n" + authorization + "\r\n");
        String keyPrefix = UUID.randomUUID() + "-";
        beforeOrderNumber = ascii("GET " + api.ordersPath() + "/");
        int largest = beforeOrderNumber.length + MOST_DIGITS + AFTER_ORDER_NUMBER.length + endOfHead.length;
        for (int i = 0; i < names; i++) {
            String name = plan.names().get(i);
            lookups[i] =
                    template("GET " + api.lookupPath(name) + " HTTP/1.1\r\n" + HOST + "\r\n" + authorization + "\r\n");
            buys[i] = orderTemplate(api, authorization, new OrderRequest(Trade.BUY, name, 1, keyPrefix));
            sells[i] = orderTemplate(api, authorization, new OrderRequest(Trade.SELL, name, 1, keyPrefix));
            for (Template template : new Template[] {lookups[i], buys[i], sells[i]}) {
                largest = Math.max(largest, template.beforeHost.length + template.afterHost.length);
            }
        }
        hosts = plan.servers().stream().map(server -> ascii(server.authority())).toArray(byte[][]::new);
        random = new SplittableRandom(plan.seed());
        largestBytes = largest + HOST_LIMIT_BYTES;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Template orderTemplate(CanonicalApi api, String authorization, OrderRequest order) {
        byte[] body = CanonicalApi.orderJson(order).getBytes(StandardCharsets.UTF_8);
        String head = "POST " + api.ordersPath() + " HTTP/1.1\r\n" + HOST + "\r\n" + authorization
                + "Content-Type: application/json\r\n" + "Content-Length: " + body.length + "\r\n" + KEY + order.key()
                + NUMBER_PLACEHOLDER + "\r\n\r\n";
        return template(head + new String(body, StandardCharsets.UTF_8));
    }

    private static Template template(String request) {
        int host = request.indexOf(HOST) + HOST.length();
        String after = request.substring(host);
        int key = after.indexOf(KEY);
        // Everything before the key is ASCII, so that offsets in characters are offsets in bytes.
        int keyAt = key < 0 ? -1 : after.indexOf(NUMBER_PLACEHOLDER + "\r\n\r\n", key);
        return new Template(ascii(request.substring(0, host)), after.getBytes(StandardCharsets.UTF_8), keyAt);
    }

    /** The size of a buffer that holds any request. */
    int largestBytes() {
        return largestBytes;
    }

    Next next() {
        RequestMix mix = plan.mix();
        double kind = random.nextDouble();
        boolean isOrder = kind < mix.orderShare();
        if (!isOrder && kind < mix.orderShare() + mix.orderLookupShare()) {
            return new Next(RequestKind.ORDER_LOOKUP, false, 0, random.nextLong(1, mix.lastOrder() + 1));
        }
        boolean isSell = isOrder && random.nextDouble() < mix.sellShare();
        RequestKind isFor = isOrder ? RequestKind.ORDER : RequestKind.LOOKUP;
        return new Next(isFor, isSell, random.nextInt(lookups.length), issued++);
    }

    /**
     * Encodes a request, ready to be sent.
     *
     * @param server index of the server
     */
    void write(Next next, int server, ByteBuffer out) {
        out.clear();
        if (next.kind() == RequestKind.ORDER_LOOKUP) {
            writeOrderLookup(next.number(), server, out);
        } else {
            Template[] kind = !next.isOrder() ? lookups : next.sells() ? sells : buys;
            writeTemplate(kind[next.name()], next.number(), server, out);
        }
        out.flip();
    }

    private void writeOrderLookup(long order, int server, ByteBuffer out) {
        int from = digits.length;
        for (long left = order; left > 0; left /= 10) {
            digits[--from] = (byte) ('0' + left % 10);
        }
        out.put(beforeOrderNumber).put(digits, from, digits.length - from).put(AFTER_ORDER_NUMBER);
        out.put(hosts[server]).put(endOfHead);
    }

    private void writeTemplate(Template template, long number, int server, ByteBuffer out) {
        out.put(template.beforeHost).put(hosts[server]);
        int start = out.position();
        out.put(template.afterHost);
        if (template.keyAt >= 0) {
            for (int i = NUMBER_PLACEHOLDER.length() - 1; i >= 0; i--) {
                out.put(start + template.keyAt + i, HEX[(int) (number & 15)]);
                number >>>= 4;
            }
        }
    }
}
