/**
 * The text and JSON of results, so that what runs and measures does not print itself. A command hands
 * {@link menhir.client.report.RunReport} or {@link menhir.client.report.LoadReport} a result;
 * {@code LatencyTable} shows the latencies of both. {@link menhir.client.report.ItemTable} shows items.
 */
@NullMarked
package menhir.client.report;

import org.jspecify.annotations.NullMarked;
