package menhir.games.clock;

import menhir.wire.CborMessage;

/** The messages of the Berkeley algorithm between the time server and the nodes' clocks. Times are microseconds. */
public sealed interface ClockMessage extends CborMessage {

    /**
     * Asks a node for its time. A round has several polls per node; the reply with the shortest round trip is the most
     * accurate.
     *
     * @param server name of the server's node
     * @param round number of the server's round
     * @param sample number of the poll in its round, from 0
     */
    record Poll(String server, long round, int sample) implements ClockMessage {}

    /**
     * A node's time when it replied, with all adjustments that it accepted counted as complete.
     *
     * @param timeMicros microseconds since 1970 on the node's clock
     * @param version changes with each adjustment that the node accepts, and with each start of the node
     */
    record PollReply(String node, long round, int sample, long timeMicros, long version) implements ClockMessage {}

    /**
     * Adjusts a node's clock.
     *
     * @param basedOn version of the reply that this was computed from; a clock with another version ignores it
     * @param byMicros positive: forward; negative: back
     */
    record Adjust(String server, long round, long basedOn, long byMicros) implements ClockMessage {}
}
