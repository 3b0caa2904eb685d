package menhir.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    @BeforeAll
    static void withoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    private static Figure figure(String name) {
        List<Double> numbers = List.of(0.0, 0.5, 1.0);
        Plots.Line line = new Plots.Line("lookup", numbers, numbers, 0, false);
        return new Figure(name, "A <line>.", Plots.lines("Title", "p", "mean [ms]", List.of(line)));
    }

    private static Table baseline() {
        Table.Builder table = new Table.Builder("baseline", "The original systems.", "system", "mean");
        table.row("bookstore", "1.9 ms");
        return table.build();
    }

    private static Report report() {
        Table.Builder table = new Table.Builder("times", "Times & more.", "what", "mean [ms]");
        table.row("<script>alert(1)</script>", 1.5);
        return new Report(
                "One & two",
                "What is it?",
                Map.of("seed", "7"),
                List.of(
                        Report.Finding.check(true, "It is."),
                        Report.Finding.check(false, "It is \"not\"."),
                        Report.Finding.measured("It takes 3 ms.")),
                List.of(figure("first"), figure("second")),
                List.of(table.build()),
                baseline(),
                "Not comparable.");
    }

    private static String page() throws IOException {
        return page("");
    }

    private static String page(String caution) throws IOException {
        return HtmlReport.of(report(), origin(caution));
    }

    private static Origin origin(String caution) {
        return new Origin("./run/experiment trial --seed 7", caution, Map.of("processor", "a <fast> one"));
    }

    @Test
    void shouldNeedNothingButItself() throws IOException {
        String page = page();

        assertThat(page).doesNotContain("<script", "<link rel=\"stylesheet", "<img", "@import", "<iframe");
        Matcher references = Pattern.compile("(?:href|src)=\"([^\"]*)\"").matcher(page);
        while (references.find()) {
            assertThat(references.group(1)).matches("#.*|data:.*");
        }
    }

    @Test
    void shouldShowTextAsText() throws IOException {
        assertThat(page())
                .contains("<h1>One &amp; two</h1>", "&lt;script&gt;alert(1)&lt;/script&gt;", "a &lt;fast&gt; one")
                .contains("<li class=\"bad\">It is &quot;not&quot;.</li>");
    }

    @Test
    void shouldMarkOnlyWhatWasChecked() throws IOException {
        assertThat(page())
                .contains("<li class=\"good\">It is.</li>", "<li class=\"plain\">It takes 3 ms.</li>")
                .contains("li.good::marker", "li.bad::marker")
                .doesNotContain("li.plain");
        assertThat(report().findings().stream().map(Report.Finding::line))
                .containsExactly("  ok      It is.", "  FAILED  It is \"not\".", "          It takes 3 ms.");
    }

    @Test
    void shouldSayThatAQuickRunIsQuick() throws IOException {
        assertThat(page(Origin.QUICK)).contains("<p id=\"caution\">This was a quick run");
        assertThat(page()).doesNotContain("<p id=\"caution\"");
    }

    @Test
    void shouldSayHowToRepeatTheRun() throws IOException {
        assertThat(page()).contains("<code id=\"again\">./run/experiment trial --seed 7</code>");
    }

    @Test
    void shouldDrawALineOfWhichNothingIsKnown() throws IOException {
        List<Double> unknown = List.of(Double.NaN, Double.NaN);
        Plots.Line line = new Plots.Line("p99", List.of(0.0, 1.0), unknown, 0, false);
        Figure empty = new Figure("empty", "Nothing.", Plots.lines("Title", "p", "p99 [ms]", List.of(line)));

        assertThat(empty.svg().contains("NaN")).isFalse();
        assertThat(empty.png()).isNotEmpty();
    }

    @Test
    void shouldGiveNoIdTwiceThoughItHasSeveralPlots() throws IOException {
        List<String> ids = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\bid=\"([^\"]*)\"").matcher(page());
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }

        assertThat(ids).doesNotHaveDuplicates().contains("plot-first", "plot-second", "table-times");
    }

    @Test
    void shouldWriteTablesPlotsAndThePage(@TempDir Path folder) throws IOException {
        Path page = Results.write(folder.resolve("new"), "trial", report(), origin(""));

        assertThat(page).hasFileName("trial.html");
        assertThat(Files.readString(folder.resolve("new/trial-times.csv"))).startsWith("what,mean [ms]\n");
        assertThat(Files.readAllBytes(folder.resolve("new/trial-first.png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Files.readString(folder.resolve("new/trial-second.svg"))).contains("<svg", "</svg");
        assertThat(report().passed()).isFalse();
    }
}
