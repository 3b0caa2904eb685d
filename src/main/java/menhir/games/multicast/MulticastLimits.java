package menhir.games.multicast;

/**
 * Nothing is unbounded.
 *
 * @param window how many own messages a member may have on the way, i.e. not known to be delivered by all members
 * @param batchRequests most requests in one message
 * @param batchCharacters most characters in one message
 * @param requestCharacters the longest request
 * @param pendingRequests most requests that wait for a place in a message; more are refused
 * @param heldBatches most messages that a member holds undelivered; one that had to hold more gives up
 * @param packetWeight about how many characters go into one packet (one item always goes)
 * @param packetItems most items in one packet
 * @param flightItems most items of a link that are sent and not acknowledged
 * @param snapshotBytes the largest state handed to a new member
 * @param resendMillis an item not acknowledged for so long is sent again
 * @param historyRequests how many delivered requests are kept for inspection
 */
public record MulticastLimits(
        int window,
        int batchRequests,
        int batchCharacters,
        int requestCharacters,
        int pendingRequests,
        int heldBatches,
        int packetWeight,
        int packetItems,
        int flightItems,
        int snapshotBytes,
        long resendMillis,
        int historyRequests) {

    public MulticastLimits {
        if (window < 1 || batchRequests < 1 || requestCharacters < 1 || pendingRequests < 1 || historyRequests < 0) {
            throw new IllegalArgumentException("a limit is below what the protocol needs");
        }
        if (batchCharacters < requestCharacters) {
            throw new IllegalArgumentException("a message must have room for the longest request");
        }
        if (packetItems < 1 || flightItems < packetItems || packetWeight < 1 || resendMillis < 1 || snapshotBytes < 0) {
            throw new IllegalArgumentException("a limit of the links is below what they need");
        }
        if (heldBatches < window) {
            throw new IllegalArgumentException("a member must be able to hold its own messages");
        }
    }

    /** For a handful of front-ends on a local network. */
    public static MulticastLimits standard() {
        return new MulticastLimits(
                4, 256, 16 * 1024, 512, 4_096, 1_024, 48 * 1024, 64, 256, 16 * 1024 * 1024, 250, 1_000);
    }
}
