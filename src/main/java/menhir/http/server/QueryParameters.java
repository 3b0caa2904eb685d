package menhir.http.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/** A request's query, decoded as forms are: a plus sign is a space there, and %2B a plus sign. */
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
            if (values.putIfAbsent(name, value) != null || values.size() > MAX_PARAMETERS) {
                throw Problem.of(
                                ProblemType.INVALID_PARAMETER,
                                "The query has the parameter " + Names.quoted(name) + " twice, or too many parameters.")
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

    /** Refuses parameters that would be ignored: a misspelt one must not look as if it had worked. */
    public QueryParameters only(Set<String> allowed) {
        for (String name : values.keySet()) {
            if (!allowed.contains(name)) {
                throw Problem.of(
                                ProblemType.INVALID_PARAMETER,
                                "The parameter " + Names.quoted(name) + " is not known here; there are "
                                        + String.join(
                                                ", ", allowed.stream().sorted().toList()) + ".")
                        .exception();
            }
        }
        return this;
    }

    @Nullable
    public String name(String parameter) {
        String value = values.get(parameter);
        return value == null ? null : PathParameters.name(parameter, value);
    }

    public long number(String parameter, long least, long most, long otherwise) {
        String value = values.get(parameter);
        return value == null ? otherwise : PathParameters.wholeNumber(parameter, value, least, most);
    }
}
