package menhir.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that is done only while a value has one of these versions: whoever sends it has seen that version and no later one. The
 * condition belongs to the command and not to its entry, and is no part of what its key stands for: the same key again gets the first
 * result.
 *
 * @param name of the {@linkplain Value value}
 * @param versions the value must have one of them; empty for any, as long as there is such a value
 */
public record Conditional(String name, List<Long> versions, Command command) implements Command {
    public Conditional {
        versions = List.copyOf(versions);
        if (command instanceof Conditional) {
            throw new IllegalArgumentException("a condition of a condition");
        }
    }

    @Override
    public String key() {
        return command.key();
    }

    @Override
    public long fingerprint() {
        return command.fingerprint();
    }

    @Override
    public @Nullable String target(long index) {
        return command.target(index);
    }

    @Override
    public int weight() {
        return Weight.BASE + command.weight();
    }

    /** A command that cannot be done whatever the version is rejected for that reason (RFC 9110, 13.2.1). */
    @Override
    public Decision decideBy(Decider decider, long timeMillis) {
        Decision decision = command.decideBy(decider, timeMillis);
        Value value = decider.state().value(name);
        boolean holds = value != null && (versions.isEmpty() || versions.contains(value.version()));
        return holds || !(decision instanceof Decision.Accepted)
                ? decision
                : new Decision.Rejected(new Rejection.OtherVersion(value == null ? null : value.version()));
    }
}
