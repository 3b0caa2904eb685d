package menhir.http.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/** The query of a request, or the fields of a form: a plus sign is a space, and %2B a plus sign. */
public final class QueryParameters {
    private static final int MAX_PARAMETERS = 16;

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    static QueryParameters parse(@Nullable String rawQuery) {
        if (rawQuery == null || rawQuery.isEmpty()) {
            return new QueryParameters(Map.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", MAX_PARAMETERS + 1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (values.putIfAbsent(name, value) != null) {
                throw Problem.of(
                                ProblemType.INVALID_PARAMETER,
                                "The parameter " + Names.quoted(name) + " is duplicate: send it once.")
                        .exception();
            }
            if (values.size() > MAX_PARAMETERS) {
                throw Problem.of(
                                ProblemType.INVALID_PARAMETER,
                                "A query may have at most " + MAX_PARAMETERS + " parameters.")
                        .exception();
            }
        }
        return new QueryParameters(values);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER,
                            "The query is not percent-encoded: write % and two hexadecimal digits for each byte.")
                    .exception();
        }
    }

    /** Rejects unknown parameters: ignoring a misspelt one would look as if it had worked. */
    public QueryParameters only(Set<String> allowed) {
        for (String name : values.keySet()) {
            if (!allowed.contains(name)) {
                throw Problem.of(
                                ProblemType.INVALID_PARAMETER,
                                "The parameter " + Names.quoted(name) + " is unknown. Known parameters: "
                                        + String.join(
                                                ", ", allowed.stream().sorted().toList()) + ".")
                        .exception();
            }
        }
        return this;
    }

    /** A name, or null if the parameter is missing. */
    @Nullable
    public String name(String parameter) {
        String value = values.get(parameter);
        return value == null ? null : Parameters.name(parameter, value);
    }

    /** A whole number from {@code min} to {@code max}, or {@code absent} if the parameter is missing. */
    public long wholeNumber(String parameter, long min, long max, long absent) {
        String value = values.get(parameter);
        return value == null ? absent : Parameters.wholeNumber(parameter, value, min, max);
    }

    /** A name, or a {@link ProblemException} if the parameter is missing. */
    public String requiredName(String parameter) {
        return Parameters.name(parameter, required(parameter));
    }

    /** A whole number from {@code min} to {@code max}, or a {@link ProblemException} if the parameter is missing. */
    public long requiredWholeNumber(String parameter, long min, long max) {
        return Parameters.wholeNumber(parameter, required(parameter), min, max);
    }

    private String required(String parameter) {
        String value = values.get(parameter);
        if (value == null) {
            throw Problem.field(ProblemType.INVALID_PARAMETER, parameter, "The parameter " + parameter + " is missing.")
                    .exception();
        }
        return value;
    }

    /** Checks that a parameter is missing or has one of the allowed words, in the same case. */
    public void optionalWord(String parameter, List<String> allowed) {
        String value = values.get(parameter);
        if (value != null && !allowed.contains(value)) {
            throw Problem.invalidParameter(parameter, String.join(" or ", allowed))
                    .exception();
        }
    }

    /** Whether a parameter has this word; it must be missing or have one of the allowed ones, in the same case. */
    public boolean isWord(String parameter, String word, List<String> allowed) {
        optionalWord(parameter, allowed);
        return word.equals(values.get(parameter));
    }

    /** Rejects a parameter that has no meaning beside the others. */
    public void forbid(String parameter, String reason) {
        if (values.containsKey(parameter)) {
            throw Problem.field(
                            ProblemType.INVALID_PARAMETER,
                            parameter,
                            "The parameter " + parameter + " is not allowed here: " + reason)
                    .exception();
        }
    }

    /** An instant of ISO 8601 in milliseconds since 1970, or {@code absent} if the parameter is missing. */
    public long instant(String parameter, long absent) {
        String value = values.get(parameter);
        return value == null ? absent : Parameters.instant(parameter, value);
    }

    /** A whole number from 1, or -1 if the parameter is something else; null if it is missing. */
    @Nullable
    public Long lenientNumber(String parameter) {
        String value = values.get(parameter);
        if (value == null) {
            return null;
        }
        long number = WholeNumbers.parse(value);
        return number < 1 ? -1 : number;
    }

    /** The parameter {@code limit}: how many elements a page may have, from {@code min}. */
    public int limit(int min) {
        return (int) wholeNumber("limit", min, HttpLimits.MAX_PAGE, HttpLimits.DEFAULT_PAGE);
    }
}
