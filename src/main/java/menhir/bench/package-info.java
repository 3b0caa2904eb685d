/**
 * The bench: throughput and latency of a cluster under a load that is the same for every program, so that two versions, or
 * Menhir and another system with the same HTTP API, can be compared on one machine. It exists because a figure without its
 * scenario, its peer and its spread says little.
 *
 * <p>Reading order: {@link menhir.bench.BenchCommand} reads the {@code BenchOptions} and the {@code Program}s to measure, and
 * {@code BenchRun} measures them in turn. It takes the servers from {@code Servers}, for each {@code Point}: a {@code
 * Scenario} with a number of connections. {@code Summary} and {@code Ratio} condense the {@code Measurement}s, and {@code
 * BenchTables}, {@code BenchJson} and {@code BenchReport} show them.
 */
@NullMarked
package menhir.bench;

import org.jspecify.annotations.NullMarked;
