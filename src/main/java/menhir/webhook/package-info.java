/** Webhooks: a store's events, sent to receivers by HTTP. Rules without Akka. */
@NullMarked
package menhir.webhook;

import org.jspecify.annotations.NullMarked;
