package menhir.experiment.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report to files. */
public final class Results {
    private Results() {}

    /**
     * Writes the page {@code NAME.html}, each table as {@code NAME-TABLE.csv}, and each plot as {@code NAME-PLOT.png} and
     * {@code .svg}.
     *
     * @param name the name of the experiment, or of another measurement
     * @return the page's path
     */
    public static Path write(Path folder, String name, Report report, Origin origin) throws IOException {
        Files.createDirectories(folder);
        // The tables first: they must not be lost if a plot cannot be drawn.
        for (Table table : report.tables()) {
            Files.writeString(folder.resolve(name + "-" + table.name() + ".csv"), table.csv());
        }
        for (Figure figure : report.figures()) {
            if (!origin.caution().isEmpty()) {
                // A picture may be shown without its page.
                figure.chart().setTitle(figure.chart().getTitle() + " (not reliable)");
            }
            Files.write(folder.resolve(name + "-" + figure.name() + ".png"), figure.png());
            String svg = figure.svg();
            Files.writeString(
                    folder.resolve(name + "-" + figure.name() + ".svg"),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg + "\n",
                    StandardCharsets.UTF_8);
        }
        Path page = folder.resolve(name + ".html");
        Files.writeString(page, HtmlReport.of(report, origin));
        return page;
    }
}
