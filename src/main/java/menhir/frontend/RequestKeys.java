package menhir.frontend;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Idempotency keys for clients that gave none: a random part for this process and a number. They begin with {@code ~}, so
 * that one sees whose they are.
 */
public final class RequestKeys {
    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    public RequestKeys() {
        byte[] random = new byte[9];
        new SecureRandom().nextBytes(random);
        prefix = "~" + HexFormat.of().formatHex(random) + "-";
    }

    /** A key like no other. */
    public String next() {
        return prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
