package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import menhir.games.clock.ClockMessage;
import menhir.games.clock.Round;
import menhir.wire.CborMessage;

/** Gives the time server access to this node's {@link NodeClock}. */
public final class ClockAgent {

    /** The actor's name, the same on every node. */
    public static final String NAME = "clock-agent";

    /** From the time server. */
    public sealed interface Command extends CborMessage {}

    /** Asks for the clock's time. */
    record PollClock(ClockMessage.Poll poll, ActorRef<ClockMessage.PollReply> replyTo) implements Command {}

    /** Adjusts the clock. */
    record AdjustClock(ClockMessage.Adjust adjust) implements Command {}

    /** A round is complete; for display only. */
    record RoundFinished(String server, Round round) implements Command {}

    private ClockAgent() {}

    /** The agent of a node's clock. */
    public static Behavior<Command> create(NodeClock clock) {
        return Behaviors.receive(Command.class)
                .onMessage(PollClock.class, message -> {
                    message.replyTo().tell(clock.reply(message.poll()));
                    return Behaviors.same();
                })
                .onMessage(AdjustClock.class, message -> {
                    clock.adjust(message.adjust());
                    return Behaviors.same();
                })
                .onMessage(RoundFinished.class, message -> {
                    clock.roundFinished(message.server(), message.round());
                    return Behaviors.same();
                })
                .build();
    }
}
