package menhir.cluster;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Drops warnings and errors of Akka's remoting and sharding about a node that come within a minute after another one of the same
 * beginning. While a node is dead they come several times per second. Akka Cluster logs once when a node is no longer reached,
 * and when it is again.
 */
public final class RepeatedWarningsFilter extends Filter<ILoggingEvent> {
    private static final long QUIET_MILLIS = 60_000;
    private static final int MAX_KNOWN = 256;
    private static final int MAX_PREFIX = 60;
    private static final List<String> LOGGERS = List.of("akka.stream.", "akka.remote.", "akka.cluster.sharding.");
    private static final Pattern NODE = Pattern.compile("akka://[^/\\])\\s]+");

    private final Map<String, Long> lastMillis = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean mayRepeat = event.getLevel().isGreaterOrEqual(Level.WARN)
                && LOGGERS.stream().anyMatch(event.getLoggerName()::startsWith);
        return mayRepeat && isRepeated(event) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private synchronized boolean isRepeated(ILoggingEvent event) {
        String subject = event.getLoggerName() + ' ' + subjectOf(event.getFormattedMessage());
        Long last = lastMillis.get(subject);
        if (last != null && Math.abs(event.getTimeStamp() - last) < QUIET_MILLIS) {
            return true;
        }
        // At the end of the map: the eldest is the one that was heard longest ago.
        lastMillis.remove(subject);
        lastMillis.put(subject, event.getTimeStamp());
        return false;
    }

    /** The message up to the node that it is about; what follows are counts and causes. */
    private static String subjectOf(String message) {
        Matcher node = NODE.matcher(message);
        return node.find()
                ? message.substring(0, node.end())
                : message.substring(0, Math.min(message.length(), MAX_PREFIX));
    }
}
