package menhir.replication;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import menhir.wire.CborMessage;

/** What a leader says to a front-end about its cache. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FrontEndMessage.LeaseGranted.class, name = "leasegranted"),
    @JsonSubTypes.Type(value = FrontEndMessage.Invalidate.class, name = "invalidate"),
})
public sealed interface FrontEndMessage extends CborMessage {

    long epoch();

    /**
     * The front-end may serve from its cache for {@code durationMillis} after it asked.
     *
     * @param askedAt the front-end's own time when it asked, given back
     * @param lastIndex the leader's last index: a cache that starts now accepts nothing older
     */
    record LeaseGranted(long epoch, long askedAt, long durationMillis, long lastIndex) implements FrontEndMessage {}

    /**
     * These items change at {@code index} or before; show nothing older, and say so.
     *
     * @param previous index of the invalidation sent before this one; a front-end that has not seen that one has missed
     *     something and drops all
     */
    record Invalidate(long epoch, long previous, long index, Set<String> items) implements FrontEndMessage {
        public Invalidate {
            items = Set.copyOf(items);
        }

        /** Everything may change: it looks to any front-end as if it had missed something, so that it drops all. */
        static Invalidate all(long epoch, long index) {
            return new Invalidate(epoch, index, index, Set.of());
        }
    }
}
