package menhir.replication;

import java.util.Arrays;

/**
 * One entry of the log. Its bytes are made once, by the leader that decided it, and are the same on every replica.
 *
 * @param epoch the epoch of the leader that appended it first
 * @param number the order number if this entry places an order, else 0
 * @param payload what was decided, opaque to the protocol; not to be changed by anyone
 */
@SuppressWarnings(
        "ArrayRecordComponent") // shared and never written: a copy for every hop would cost more than it protects
public record LogEntry(long epoch, long number, byte[] payload) {

    @Override
    public boolean equals(Object other) {
        return other instanceof LogEntry that
                && epoch == that.epoch
                && number == that.number
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(epoch) + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "LogEntry[epoch=" + epoch + ", number=" + number + ", " + payload.length + " bytes]";
    }
}
