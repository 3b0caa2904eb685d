package menhir.client.events;

import menhir.client.api.RequestKind;

/** Sees the requests of a run one by one, as they end. Called by many threads, one at a time; it must be quick. */
public interface Watch {

    /** Sees nothing. */
    Watch NOBODY = new Watch() {
        @Override
        public void answered(RequestKind kind, long nanos) {}

        @Override
        public void retried() {}
    };

    /**
     * A client has an answer of use.
     *
     * @param nanos since it wanted one, retries and waits included
     */
    void answered(RequestKind kind, long nanos);

    /** An attempt has failed, and the same request is sent again. */
    void retried();
}
