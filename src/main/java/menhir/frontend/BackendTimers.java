package menhir.frontend;

/** Measures how long a front-end waits for the tiers behind it. */
public interface BackendTimers {

    /** A lookup that the cache could not answer begins; the result is to be run when it is answered. */
    Runnable startRead();

    /** A command begins; the result is to be run when its outcome is known. */
    Runnable startCommand();

    /** There is another leader, and none was heard for so long. */
    void leaderChanged(long gapMillis);

    /** Measures nothing. */
    BackendTimers NONE = new BackendTimers() {
        @Override
        public Runnable startRead() {
            return () -> {};
        }

        @Override
        public Runnable startCommand() {
            return () -> {};
        }

        @Override
        public void leaderChanged(long gapMillis) {}
    };
}
