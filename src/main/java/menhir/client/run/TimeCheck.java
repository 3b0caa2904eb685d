package menhir.client.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Whether times that servers show for the same thing, one after the other, ever run backwards. */
public final class TimeCheck {

    private final Map<String, BigDecimal> newest = new HashMap<>();
    private int findings;
    private String first = "";

    /**
     * TODO summary.
     *
     * @param times a time for each name, as numbers
     */
    public void see(String what, JsonNode times) {
        times.properties().forEach(time -> {
            String name = what + "/" + time.getKey();
            BigDecimal shown = time.getValue().decimalValue();
            BigDecimal before = newest.put(name, shown);
            if (before != null && shown.compareTo(before) < 0) {
                findings++;
                first = first.isEmpty() ? name + ", from " + before + " to " + shown : first;
            }
        });
    }

    public int findings() {
        return findings;
    }

    /** What was found first, empty if nothing. */
    public String first() {
        return first;
    }
}
