package menhir.stats;

import java.util.List;

/**
 * One second of a node.
 *
 * @param atMillis its end, in milliseconds since 1970
 * @param lengthMillis how long it was: longer than a second if the process was held up
 * @param stores in the order of the configuration
 */
public record Sample(long atMillis, long lengthMillis, List<StoreSample> stores) {}
