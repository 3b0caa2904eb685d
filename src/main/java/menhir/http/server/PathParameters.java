package menhir.http.server;

import menhir.store.Names;

/** Checks the parts of a path or query; each method throws a {@link ProblemException} that says what is allowed. */
public final class PathParameters {
    private PathParameters() {}

    /** The name of an item, topic, team or event. */
    public static String name(String parameter, String name) {
        if (!Names.isValid(name)) {
            throw Problem.invalidParameter(parameter, Names.ALLOWED).exception();
        }
        return name;
    }

    /** A whole number between two bounds, both included. */
    public static long wholeNumber(String parameter, String text, long least, long most) {
        long number = WholeNumbers.parse(text);
        if (number < least || number > most) {
            throw Problem.invalidParameter(parameter, WholeNumbers.allowed(least, most))
                    .exception();
        }
        return number;
    }
}
