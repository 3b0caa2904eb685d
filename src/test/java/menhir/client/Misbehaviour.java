package menhir.client;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** How a test server goes wrong. Each has two moments at which it may step in and end the exchange. */
interface Misbehaviour {

    Misbehaviour NONE = new Misbehaviour() {};

    /** Before anything is done. True when the exchange is over. */
    default boolean before(HttpExchange exchange, long count) throws IOException {
        return false;
    }

    /** When all is done but the answer is not sent. True when the exchange is over. */
    default boolean insteadOfAnswer(HttpExchange exchange, long count) throws IOException {
        return false;
    }

    /** What is told of an order on a lookup; null: it is denied. */
    default TestStore.@org.jspecify.annotations.Nullable Placed told(TestStore.Placed placed) {
        return placed;
    }

    /** Each n-th request is refused with 503. */
    static Misbehaviour unavailableEach(int n, int retryAfterSeconds) {
        return new Misbehaviour() {
            @Override
            public boolean before(HttpExchange exchange, long count) throws IOException {
                if (count % n != 0) {
                    return false;
                }
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfterSeconds));
                exchange.sendResponseHeaders(503, -1);
                return true;
            }
        };
    }

    /** Each n-th order is placed, but the connection dies before the answer. */
    static Misbehaviour loseAnswerOfEach(int n) {
        return new Misbehaviour() {
            @Override
            public boolean insteadOfAnswer(HttpExchange exchange, long count) {
                if (count % n != 0 || !exchange.getRequestMethod().equals("POST")) {
                    return false;
                }
                exchange.close();
                return true;
            }
        };
    }
}
