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
 * All that a raffle is, for a new member: about 100 bytes an entry, some 2.5 MB when full of entries with the longest labels.
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
            throw new IllegalArgumentException("no raffle's state");
        }
        if (entries.size() > Raffle.MAX_ENTRIES || winners.size() > Raffle.MAX_WINNERS) {
            throw new IllegalArgumentException("more entries or winners than a raffle keeps");
        }
    }

    byte[] encode() {
        try {
            return WRITER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode the raffle", e);
        }
    }

    /** Throws {@link IllegalArgumentException} when the bytes are no raffle's state. */
    static RaffleState decode(byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a raffle's state", e);
        }
    }
}
