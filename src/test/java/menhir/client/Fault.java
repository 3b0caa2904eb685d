package menhir.client;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A fault of a test server. It can end an exchange at two points, and change the orders that are shown. */
interface Fault {

    Fault NONE = new Fault() {};

    /** Called before a request is processed. Returns whether the exchange has ended. */
    default boolean beforeRequest(HttpExchange exchange, long count) throws IOException {
        return false;
    }

    /** Called when an order was processed, in place of its response. Returns whether the exchange has ended. */
    default boolean insteadOfResponse(HttpExchange exchange, long count) throws IOException {
        return false;
    }

    /** The order to show on a lookup; null to deny it. */
    default TestStore.@Nullable Placed shown(TestStore.Placed placed) {
        return placed;
    }

    /** Every n-th request gets a 503. */
    static Fault unavailableEach(int n, int retryAfterSeconds) {
        return new Fault() {
            @Override
            public boolean beforeRequest(HttpExchange exchange, long count) throws IOException {
                if (count % n != 0) {
                    return false;
                }
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfterSeconds));
                exchange.sendResponseHeaders(503, -1);
                return true;
            }
        };
    }

    /** Every n-th order is placed, but the connection breaks before the response. */
    static Fault loseResponseOfEach(int n) {
        return new Fault() {
            @Override
            public boolean insteadOfResponse(HttpExchange exchange, long count) {
                if (count % n != 0 || !exchange.getRequestMethod().equals("POST")) {
                    return false;
                }
                exchange.close();
                return true;
            }
        };
    }
}
