package menhir.games.multicast;

/**
 * The limits on memory and messages.
 *
 * @param window most own messages of a member that are not known to be delivered by all members
 * @param batchRequests most requests in a message
 * @param batchCharacters most characters in a message
 * @param requestCharacters most characters in a request
 * @param pendingRequests most requests that wait for a message; more are rejected
 * @param undeliveredBatches most undelivered messages at a member; a member that would exceed this retires
 * @param packetWeight approximate limit of the characters in a packet; a single item may exceed it
 * @param packetItems most items in a packet
 * @param flightItems most items of a link that are sent and not acknowledged
 * @param snapshotBytes largest state that a new member accepts
 * @param resendMillis time after which an unacknowledged item is resent
 * @param historyRequests number of deliveries kept for inspection
 */
public record MulticastLimits(
        int window,
        int batchRequests,
        int batchCharacters,
        int requestCharacters,
        int pendingRequests,
        int undeliveredBatches,
        int packetWeight,
        int packetItems,
        int flightItems,
        int snapshotBytes,
        long resendMillis,
        int historyRequests) {

    public MulticastLimits {
        if (window < 1 || batchRequests < 1 || requestCharacters < 1 || pendingRequests < 1 || historyRequests < 0) {
            throw new IllegalArgumentException("a limit is below the protocol's minimum");
        }
        if (batchCharacters < requestCharacters) {
            throw new IllegalArgumentException("a message must have room for the longest request");
        }
        if (packetItems < 1 || flightItems < packetItems || packetWeight < 1 || resendMillis < 1 || snapshotBytes < 0) {
            throw new IllegalArgumentException("a limit of the links is below their minimum");
        }
        if (undeliveredBatches < window) {
            throw new IllegalArgumentException("a member must be able to hold its own messages");
        }
    }

    /** For a handful of front-ends on a local network. */
    public static MulticastLimits standard() {
        return new MulticastLimits(
                4, 256, 16 * 1024, 512, 4_096, 1_024, 48 * 1024, 64, 256, 16 * 1024 * 1024, 250, 1_000);
    }
}
