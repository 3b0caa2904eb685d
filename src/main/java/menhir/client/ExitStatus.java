package menhir.client;

/** What the program tells a script. Usage errors are picocli's and have the same number. */
final class ExitStatus {

    static final int OK = 0;

    /** The servers answered, and the answer was no: an order did not check out, something is unknown or refused. */
    static final int NOT_SOUND = 1;

    static final int USAGE = 2;

    /** No server gave an answer of use before the deadline. */
    static final int NO_SERVER = 3;

    private ExitStatus() {}
}
