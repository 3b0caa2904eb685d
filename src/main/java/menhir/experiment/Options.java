package menhir.experiment;

/**
 * Options of a run of an experiment.
 *
 * @param quick use the smallest useful size, to check that the experiment works; its figures mean nothing
 * @param seconds duration of each measurement
 * @param seed seed of the clients' random choices
 */
public record Options(boolean quick, int seconds, long seed) {}
