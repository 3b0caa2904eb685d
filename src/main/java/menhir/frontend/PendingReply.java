package menhir.frontend;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import menhir.replica.CatalogReplica;
import menhir.service.ServiceException;

/** Someone who waits for what a catalog replica says, and the form in which they want it. */
record PendingReply<A>(CompletableFuture<A> answer, Function<CatalogReplica.Answer, A> form) {

    void tell(CatalogReplica.Answer found) {
        answer.complete(form.apply(found));
    }

    void fail(ServiceException why) {
        answer.completeExceptionally(why);
    }
}
