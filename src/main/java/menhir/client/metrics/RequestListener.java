package menhir.client.metrics;

/**
 * Is notified of every request of a run as it ends. Called by many threads, one at a time, under a lock: implementations
 * must return quickly.
 */
public interface RequestListener {

    /** Ignores everything. */
    RequestListener NONE = new RequestListener() {
        @Override
        public void completed(RequestKind kind, long nanos) {}

        @Override
        public void retried() {}
    };

    /**
     * A request got a usable response.
     *
     * @param nanos from the client's first attempt to the response, retries and waits included
     */
    void completed(RequestKind kind, long nanos);

    /** An attempt failed, and the same request is sent again. */
    void retried();
}
