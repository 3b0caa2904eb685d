package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import menhir.games.clock.ClockMessage;
import menhir.games.clock.Round;
import menhir.wire.CborMessage;

/** Answers the time server for this node's {@link NodeClock}, and takes its corrections. */
public final class ClockAgent {

    /** Its name, the same on every node. */
    public static final String NAME = "clock";

    /** What the time server sends. */
    public sealed interface Command extends CborMessage {}

    /** What time is it? */
    record Ask(ClockMessage.Poll poll, ActorRef<ClockMessage.Answer> replyTo) implements Command {}

    /** A correction. */
    record Correct(ClockMessage.Adjust adjust) implements Command {}

    /** What a round came to, for people. */
    record RoundDone(String server, Round round) implements Command {}

    private ClockAgent() {}

    public static Behavior<Command> create(NodeClock clock) {
        return Behaviors.receive(Command.class)
                .onMessage(Ask.class, ask -> {
                    clock.locked(() -> ask.replyTo().tell(clock.unlocked().answer(ask.poll(), clock.physicalMicros())));
                    return Behaviors.same();
                })
                .onMessage(Correct.class, correct -> {
                    clock.locked(() -> clock.unlocked().adjust(correct.adjust(), clock.physicalMicros()));
                    return Behaviors.same();
                })
                .onMessage(RoundDone.class, done -> {
                    clock.heard(done.server(), done.round());
                    return Behaviors.same();
                })
                .build();
    }
}
