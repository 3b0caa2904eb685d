/**
 * The CSV files with which stores start for the first time. They are an operator's input like the settings, so they are
 * checked in the same way: all of a file or nothing, with an error that names file, line and column.
 *
 * <p>Reading order: {@link menhir.config.catalog.CatalogFile} (items), {@link menhir.config.catalog.ScoreboardFile} (teams
 * and events), {@link menhir.config.catalog.CsvFile} (rows and the place of an error, on top of Commons CSV).
 */
@NullMarked
package menhir.config.catalog;

import org.jspecify.annotations.NullMarked;
