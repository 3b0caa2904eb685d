package menhir.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The first 64 bits of a SHA-256 over a list of values, each with its length, so that no two lists run together. */
final class Digest64 {
    private final MessageDigest digest = sha256();

    Digest64 add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
        return this;
    }

    Digest64 add(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        return this;
    }

    long value() {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * A fast hash in place of SHA-256. It tells lists apart that differ by accident; who wants to can make two with the same
     * hash.
     */
    static final class Quick {
        private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
        private static final int CHARS_PER_LONG = Long.BYTES / Character.BYTES;

        private long hash;

        Quick add(long number) {
            hash = mix((hash ^ number) + STEP);
            return this;
        }

        /** Null differs from every text. */
        Quick add(@Nullable String text) {
            if (text == null) {
                return add(-1);
            }
            add(text.length());
            for (int from = 0; from < text.length(); from += CHARS_PER_LONG) {
                long chars = 0;
                for (int i = from; i < Math.min(text.length(), from + CHARS_PER_LONG); i++) {
                    chars = chars << Character.SIZE | text.charAt(i);
                }
                add(chars);
            }
            return this;
        }

        long value() {
            return hash;
        }

        /** Every bit of the argument changes about half of the bits of the result; no two arguments have the same one. */
        private static long mix(long bits) {
            long mixed = (bits ^ bits >>> 32) * 0xD6E8_FEB8_6659_FD93L;
            mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
            return mixed ^ mixed >>> 32;
        }
    }
}
