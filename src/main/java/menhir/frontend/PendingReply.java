package menhir.frontend;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import menhir.replica.CatalogAnswer;
import menhir.service.ServiceException;

/** A caller that waits for a catalog replica's answer, and the form in which it wants it. */
record PendingReply<A>(CompletableFuture<A> reply, Function<CatalogAnswer, A> form) {

    void complete(CatalogAnswer answer) {
        reply.complete(form.apply(answer));
    }

    void fail(ServiceException why) {
        reply.completeExceptionally(why);
    }
}
