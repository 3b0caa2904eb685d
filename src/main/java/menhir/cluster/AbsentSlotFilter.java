package menhir.cluster;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps out of the log what Akka Sharding says, as an error and several times a second, while the node of a slot is away.
 * That it is away is said once, where nodes come and go.
 */
public final class AbsentSlotFilter extends Filter<ILoggingEvent> {
    private static final String ABSENT = SlotAllocation.NoNodeForSlot.class.getName();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown != null && ABSENT.equals(thrown.getClassName()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
