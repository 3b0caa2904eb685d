/** Sends events to the receivers of webhooks. */
@NullMarked
package menhir.http.webhook;

import org.jspecify.annotations.NullMarked;
