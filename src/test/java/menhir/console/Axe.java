package menhir.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** axe-core: checks in the browser whether a page can be used by everyone. */
final class Axe {
    private static final String SCRIPT = read();
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            const text = (node) => `${node.target.join(' ')}: ${node.failureSummary}`;
            axe.run().then(
                ({violations, passes}) => done({
                    passed: passes.length,
                    found: violations.map((rule) => `${rule.id}: ${rule.nodes.map(text).join('; ')}`)}),
                (failure) => done({passed: 0, found: [String(failure)]}));
            """;

    /**
     * What axe says of the page as it is now.
     *
     * @param passed number of rules that something on the page satisfies
     * @param found what is wrong, a line for each rule
     */
    record Report(long passed, List<String> found) {}

    private Axe() {}

    static String script() {
        return SCRIPT;
    }

    static String run() {
        return RUN;
    }

    private static String read() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
