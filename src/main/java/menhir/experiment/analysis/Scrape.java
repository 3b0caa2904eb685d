package menhir.experiment.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

/** Values of a node's metrics, by name and labels in the Prometheus text format: {@code name{label="value"}}. */
public record Scrape(Map<String, Double> values) {

    public static final Scrape EMPTY = new Scrape(Map.of());

    public Scrape {
        values = Map.copyOf(values);
    }

    /** Parses the text format; lines that are not samples are ignored. */
    public static Scrape parse(String text) {
        Map<String, Double> values = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isBlank() && line.charAt(0) != '#').forEach(line -> {
            int gap = line.lastIndexOf(' ');
            if (gap > 0) {
                try {
                    values.merge(
                            line.substring(0, gap).strip(), Double.parseDouble(line.substring(gap + 1)), Double::sum);
                } catch (NumberFormatException notASample) {
                    return;
                }
            }
        });
        return new Scrape(values);
    }

    /** The sums of two scrapes, such as of two nodes. */
    public Scrape plus(Scrape other) {
        Map<String, Double> sum = new LinkedHashMap<>(values);
        other.values.forEach((key, value) -> sum.merge(key, value, Double::sum));
        return new Scrape(sum);
    }

    /** The increase since an earlier scrape of the same nodes. */
    public Scrape since(Scrape earlier) {
        Map<String, Double> difference = new LinkedHashMap<>();
        values.forEach((key, value) -> difference.put(key, value - earlier.values.getOrDefault(key, 0.0)));
        return new Scrape(difference);
    }

    /**
     * The sum of all samples with a name and labels.
     *
     * @param labels labels that a sample must have, as {@code name="value"}
     */
    public double sum(String name, String... labels) {
        double sum = 0;
        for (Map.Entry<String, Double> sample : values.entrySet()) {
            String key = sample.getKey();
            boolean matches = key.equals(name) || key.startsWith(name + "{");
            for (String label : labels) {
                matches &= key.contains(label);
            }
            sum += matches ? sample.getValue() : 0;
        }
        return sum;
    }

    /** The mean duration that a timer measured, in milliseconds; 0 if it measured nothing. */
    public double meanMillis(String timer, String... labels) {
        double count = sum(timer + "_count", labels);
        return count <= 0 ? 0 : sum(timer + "_sum", labels) * 1e3 / count;
    }
}
