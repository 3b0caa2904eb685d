package menhir.client.command;

/** The exit statuses of the client program. Usage errors end with 2, which is picocli's own status for them. */
final class ExitStatus {

    static final int OK = 0;

    /** The servers answered, but the result is negative: failed verification, unknown item, rejected order. */
    static final int FAILED = 1;

    /** No server gave a usable response before the deadline. */
    static final int NO_SERVER = 3;

    private ExitStatus() {}
}
