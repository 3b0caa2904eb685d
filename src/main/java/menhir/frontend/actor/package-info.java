/**
 * The front-end actors, and the service that HTTP calls. {@link menhir.frontend.actor.ClusterStoreService} passes a request
 * to the {@link menhir.frontend.actor.FrontEnd} of its store on this node, whose rules are in {@code menhir.frontend}.
 */
@NullMarked
package menhir.frontend.actor;

import org.jspecify.annotations.NullMarked;
