package menhir.client.command;

/** What the program tells a script. Usage errors are picocli's and have the same number. */
public final class ExitStatus {

    public static final int OK = 0;

    /** The servers answered, and the answer was no: an order did not check out, something is unknown or refused. */
    public static final int NOT_SOUND = 1;

    static final int USAGE = 2;

    /** No server gave an answer of use before the deadline. */
    public static final int NO_SERVER = 3;

    private ExitStatus() {}
}
