package menhir.experiment.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes what an experiment says into a folder. */
public final class Results {
    private Results() {}

    /**
     * The page {@code NAME.html}, each table as {@code NAME-TABLE.csv}, each plot as {@code NAME-PLOT.png} and
     * {@code .svg}.
     *
     * @return the page
     */
    public static Path write(Path folder, String name, Report report, Map<String, String> facts) throws IOException {
        Files.createDirectories(folder);
        // The tables first: they are there even where no plot can be drawn.
        for (Table table : report.tables()) {
            Files.writeString(folder.resolve(name + "-" + table.name() + ".csv"), table.csv());
        }
        for (Figure figure : report.figures()) {
            Files.write(folder.resolve(name + "-" + figure.name() + ".png"), figure.png());
            String svg = figure.svg();
            Files.writeString(
                    folder.resolve(name + "-" + figure.name() + ".svg"),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg + "\n",
                    StandardCharsets.UTF_8);
        }
        Path page = folder.resolve(name + ".html");
        Files.writeString(page, HtmlReport.of(name, report, facts));
        return page;
    }
}
