package menhir.http.server;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/**
 * Answers a call. What goes wrong is a {@link ProblemException} or a {@link menhir.service.ServiceException}, thrown or in
 * the stage; anything else counts as a fault of the server.
 */
@FunctionalInterface
public interface Handler {
    CompletionStage<HttpResponse> handle(RequestContext call);
}
