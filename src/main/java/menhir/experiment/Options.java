package menhir.experiment;

/**
 * How large an experiment is.
 *
 * @param quick as small as makes sense, to see that it works: no figures to rely on
 * @param seconds of each measurement
 * @param seed of what clients choose
 */
public record Options(boolean quick, int seconds, long seed) {}
