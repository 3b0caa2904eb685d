package menhir.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages to a receiver as the Standard Webhooks specification has it (symmetric, version 1): HMAC-SHA256 over the message's
 * id, the time of the attempt and the body. A secret is written {@code whsec_} and its bytes in base64. It is never printed.
 */
public final class SigningSecret {
    /** For error texts. */
    static final String ALLOWED = "whsec_ and 24 to 64 bytes in base64";

    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private SigningSecret(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * Reads a secret.
     *
     * @throws IllegalArgumentException if the text has not the form of one
     */
    public static SigningSecret of(String text) {
        if (text.startsWith(PREFIX)) {
            byte[] bytes = decoded(text.substring(PREFIX.length()));
            if (bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES) {
                return new SigningSecret(bytes);
            }
        }
        throw new IllegalArgumentException("a secret is " + ALLOWED);
    }

    /** Nothing if it is not base64. */
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /**
     * The signature of a message, with the version of its form.
     *
     * @param seconds time of the attempt, in seconds since 1970
     */
    public String sign(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "whsec_********";
    }
}
