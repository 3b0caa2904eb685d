package menhir.games.multicast;

/** What the multicast asks of the world around it. */
public interface MulticastOutput {

    /** Send this to a member. It may get lost, late, twice or out of order. */
    void send(Member to, Packet packet);

    /**
     * A request has its place in the total order.
     *
     * @param position its place: 1, 2, 3 and so on; a new member starts after what its snapshot holds
     * @param sender the member that it was submitted to
     */
    void deliver(long position, Member sender, String request);

    /** The state after all that was delivered, for a new member. */
    byte[] snapshot();

    /** This new member takes over the state of the others; {@code position} requests were delivered before. */
    void restore(byte[] state, long position);

    /** This view has begun here: all that was sent before it is delivered. */
    void installed(View view);

    /**
     * This member is out and does nothing more. To come back it must start anew, as another member.
     *
     * @param reason for people
     */
    void retired(String reason);
}
