package menhir.experiment.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a node's metrics, by name and labels as Prometheus writes them: {@code name{label="value"}}. */
public record Scrape(Map<String, Double> values) {

    public static final Scrape EMPTY = new Scrape(Map.of());

    public Scrape {
        values = Map.copyOf(values);
    }

    /** Reads the text format; lines that are no samples are passed over. */
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

    public Scrape plus(Scrape other) {
        Map<String, Double> sum = new LinkedHashMap<>(values);
        other.values.forEach((key, value) -> sum.merge(key, value, Double::sum));
        return new Scrape(sum);
    }

    /** What was counted since an earlier scrape of the same nodes. */
    public Scrape since(Scrape earlier) {
        Map<String, Double> difference = new LinkedHashMap<>();
        values.forEach((key, value) -> difference.put(key, value - earlier.values.getOrDefault(key, 0.0)));
        return new Scrape(difference);
    }

    /**
     * The sum of all samples of a name.
     *
     * @param labels each must be among a sample's labels, written {@code name="value"}
     */
    public double sum(String name, String... labels) {
        double sum = 0;
        for (Map.Entry<String, Double> sample : values.entrySet()) {
            String key = sample.getKey();
            boolean meant = key.equals(name) || key.startsWith(name + "{");
            for (String label : labels) {
                meant &= key.contains(label);
            }
            sum += meant ? sample.getValue() : 0;
        }
        return sum;
    }

    /** How long the events of a timer took on average, in milliseconds; 0 when there were none. */
    public double meanMillis(String timer, String... labels) {
        double count = sum(timer + "_count", labels);
        return count <= 0 ? 0 : sum(timer + "_sum", labels) * 1e3 / count;
    }
}
