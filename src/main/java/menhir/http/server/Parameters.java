package menhir.http.server;

import menhir.store.Names;

/** Checks parameters of a path or a query. Each method throws a {@link ProblemException} with the allowed values. */
final class Parameters {
    private Parameters() {}

    /** The name of an item, topic, team, event or medal. */
    static String name(String parameter, String value) {
        if (!Names.isValid(value)) {
            throw Problem.invalidParameter(parameter, Names.ALLOWED).exception();
        }
        return value;
    }

    /** A whole number from {@code min} to {@code max}. */
    static long wholeNumber(String parameter, String value, long min, long max) {
        long number = WholeNumbers.parse(value);
        if (number < min || number > max) {
            throw Problem.invalidParameter(parameter, WholeNumbers.allowed(min, max))
                    .exception();
        }
        return number;
    }
}
