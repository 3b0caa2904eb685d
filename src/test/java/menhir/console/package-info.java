/**
 * Tests of the web console in a real browser, against a node of the packaged jar. They check what a user sees, because the scripts
 * of the page have no other tests.
 *
 * <p>They need Chromium and its driver; {@code -Dmenhir.browser=off} skips them.
 */
@NullMarked
package menhir.console;

import org.jspecify.annotations.NullMarked;
