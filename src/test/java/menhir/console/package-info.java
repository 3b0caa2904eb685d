/**
 * Tests of the console in a real browser, against a node started from the packaged jar. They look at what somebody sees who
 * uses it, since the scripts of the page have no other tests.
 *
 * <p>They need Chromium and its driver; {@code -Dmenhir.browser=off} leaves them out.
 */
@NullMarked
package menhir.console;

import org.jspecify.annotations.NullMarked;
