package menhir.backup;

import java.io.UncheckedIOException;
import java.util.HexFormat;
import menhir.records.LogDigest;
import menhir.replication.LogEntry;
import menhir.store.Entry;
import menhir.store.EntryCodec;

/**
 * Checks a log while it is copied, entry by entry: epochs never decrease, each payload is an entry that this release reads,
 * and order numbers count from 1 without a gap.
 */
public final class CopiedLog {
    private final LogDigest digest = new LogDigest(0, LogDigest.ofNothing());
    private long entries;
    private long firstEpoch;
    private long lastEpoch;
    private long orders;

    /**
     * Adds the entry at the next index.
     *
     * @return the decoded entry
     * @throws DamagedBackupException if it cannot be there; the message names the index
     */
    public Entry add(LogEntry entry) throws DamagedBackupException {
        if (entry.epoch() < Math.max(1, lastEpoch)) {
            throw wrong("has epoch " + entry.epoch() + " after epoch " + lastEpoch);
        }
        Entry decoded;
        try {
            decoded = EntryCodec.decode(entry.payload());
        } catch (UncheckedIOException e) {
            throw wrong("is not an entry that this release reads");
        }
        if (entry.number() != decoded.orderNumber()) {
            throw wrong("is order " + decoded.orderNumber() + ", but its record says " + entry.number());
        }
        if (entry.number() != 0 && entry.number() != orders + 1) {
            throw wrong("is order " + entry.number() + " after order " + orders);
        }
        digest.add(entry);
        entries++;
        orders = Math.max(orders, entry.number());
        firstEpoch = entries == 1 ? entry.epoch() : firstEpoch;
        lastEpoch = entry.epoch();
        return decoded;
    }

    private DamagedBackupException wrong(String what) {
        return new DamagedBackupException("index " + (entries + 1) + ": the entry " + what);
    }

    /** How many entries were added: the index of the last one. */
    public long entries() {
        return entries;
    }

    byte[] digest() {
        return digest.value();
    }

    /** All entries so far. */
    public Summary summary() {
        return new Summary(
                entries, firstEpoch, lastEpoch, orders, HexFormat.of().formatHex(digest.value()));
    }
}
