package menhir.games.multicast;

/** The effects of a {@link Multicast}: its network and its application. */
public interface MulticastOutput {

    /** Sends a packet to a member. The network may lose, delay, duplicate or reorder it. */
    void send(Member to, Packet packet);

    /**
     * Delivers the next request of the total order.
     *
     * @param position 1, 2, 3 and so on; a new member starts after its snapshot
     * @param sender the member that submitted the request
     */
    void deliver(long position, Member sender, String request);

    /** Returns the application's state after all deliveries so far, for a new member. */
    byte[] snapshot();

    /** Replaces the application's state by that of the group, after {@code position} deliveries. */
    void restore(byte[] state, long position);

    /** This view is installed here: all messages of earlier views are delivered. */
    void installed(GroupView view);

    /**
     * This member has left the group and does nothing more. The front-end may return as a new member.
     *
     * @param reason for the log
     */
    void retired(String reason);
}
