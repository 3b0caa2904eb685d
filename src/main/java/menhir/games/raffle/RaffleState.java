package menhir.games.raffle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.List;

/**
 * The complete state of a raffle, for a new member. It has about 100 bytes per entry, some 2.5 MB when it is full of entries
 * with the longest labels.
 *
 * @param digest in hexadecimal
 */
record RaffleState(long requests, long draws, String digest, List<RaffleEntry> entries, List<Winner> winners) {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(new CBORFactory()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectWriter WRITER = MAPPER.writerFor(RaffleState.class);
    private static final ObjectReader READER = MAPPER.readerFor(RaffleState.class);

    RaffleState {
        entries = List.copyOf(entries);
        winners = List.copyOf(winners);
        if (requests < 0 || draws < 0 || digest.length() != 2 * RaffleDigest.BYTES) {
            throw new IllegalArgumentException("not the state of a raffle");
        }
        if (entries.size() > Raffle.MAX_ENTRIES || winners.size() > Raffle.MAX_WINNERS) {
            throw new IllegalArgumentException("more entries or winners than a raffle keeps");
        }
    }

    byte[] encode() {
        try {
            return WRITER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode the state of the raffle", e);
        }
    }

    /** Throws {@link IllegalArgumentException} if the bytes are not the state of a raffle. */
    static RaffleState decode(byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not the state of a raffle", e);
        }
    }
}
