package menhir.http.server;

import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
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

    /** An instant of ISO 8601, in milliseconds since 1970. */
    static long instant(String parameter, String value) {
        Long millis = Instants.parse(value);
        if (millis == null) {
            throw Problem.invalidParameter(parameter, Instants.ALLOWED).exception();
        }
        return millis;
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
