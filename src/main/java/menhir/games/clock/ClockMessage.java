package menhir.games.clock;

import menhir.wire.CborMessage;

/** What the time server and the nodes' clocks say to each other. All times are microseconds. */
public sealed interface ClockMessage extends CborMessage {

    /**
     * What time is it with you? Several in a round, for the one with the shortest round trip tells most.
     *
     * @param server who asks
     * @param round the server's count of its rounds
     * @param sample which question of the round, from 0
     */
    record Poll(String server, long round, int sample) implements ClockMessage {}

    /**
     * A node's time at the moment of answering, with all corrections that it was sent counted as done.
     *
     * @param timeMicros microseconds since 1970 on the node's clock
     * @param version changes with every correction that the node takes, and with every start of the node
     */
    record Answer(String node, long round, int sample, long timeMicros, long version) implements ClockMessage {}

    /**
     * Put your clock forward by so much (back, if negative).
     *
     * @param basedOn version of the answer that this was computed from; a clock that has another by now ignores it
     */
    record Adjust(String server, long round, long basedOn, long byMicros) implements ClockMessage {}
}
