package menhir.http.server;

/** Is told of administrative changes that somebody with a key has asked for. */
@FunctionalInterface
public interface AdministrationListener {
    /**
     * Such a request has been answered.
     *
     * @param request its method and path
     * @param id of the request
     * @param status of the response
     */
    void asked(String request, String id, int status);
}
