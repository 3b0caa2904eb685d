package menhir.cluster;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Drops the errors that Akka Sharding logs several times per second while the node of a slot is not a member. Akka Cluster
 * logs once that the node left.
 */
public final class AbsentSlotFilter extends Filter<ILoggingEvent> {
    private static final String ABSENT = SlotAllocation.NoNodeForSlot.class.getName();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown != null && ABSENT.equals(thrown.getClassName()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
