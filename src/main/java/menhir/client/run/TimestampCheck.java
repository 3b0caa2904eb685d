package menhir.client.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Checks that the timestamps of one thing, as servers show them one after the other, never go backwards. */
public final class TimestampCheck {

    private final Map<String, BigDecimal> latest = new HashMap<>();
    private int violations;
    private String firstViolation = "";

    /**
     * Compares timestamps with the earlier ones.
     *
     * @param subject what they belong to, such as a team
     * @param times an object with a number for each name
     */
    public void add(String subject, JsonNode times) {
        times.properties().forEach(time -> {
            String name = subject + "/" + time.getKey();
            BigDecimal shown = time.getValue().decimalValue();
            BigDecimal before = latest.put(name, shown);
            if (before != null && shown.compareTo(before) < 0) {
                violations++;
                firstViolation = firstViolation.isEmpty() ? name + ", from " + before + " to " + shown : firstViolation;
            }
        });
    }

    /** How many timestamps went backwards. */
    public int violations() {
        return violations;
    }

    /** A description of the first violation; empty if there is none. */
    public String firstViolation() {
        return firstViolation;
    }
}
