package menhir.http.server;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Ids by which a request is found in logs: the one that a client or a proxy gave it, or else a new one. */
final class RequestIds {
    static final String HEADER = "X-Request-Id";

    private static final String LOWER_CASE_HEADER = "x-request-id";
    private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final int PREFIX_BYTES = 4;
    private static final int RADIX = 36;

    /** Tells the ids of this life of the node from all others. */
    private final String prefix;

    private final AtomicLong count = new AtomicLong();

    RequestIds() {
        byte[] random = new byte[PREFIX_BYTES];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + "-";
    }

    /** An id that could not be in a log as it is, is replaced. */
    String of(HttpRequest request) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(LOWER_CASE_HEADER) && GIVEN.matcher(header.value()).matches()) {
                return header.value();
            }
        }
        return prefix + Long.toString(count.incrementAndGet(), RADIX);
    }
}
