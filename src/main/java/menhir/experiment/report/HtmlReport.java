package menhir.experiment.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a report as a self-contained HTML page: no script, no network, no other file. */
final class HtmlReport {

    private static final String STYLE = """
            :root { color-scheme: light; }
            body { font: 16px/1.5 system-ui, sans-serif; color: #222b36; background: #fff; margin: 0; }
            main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
            figure { margin: 1.2rem 0; } figcaption { color: #55606c; font-size: .9rem; }
            svg { max-width: 100%; height: auto; border: 1px solid #e3e6ea; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
            caption { text-align: left; color: #55606c; padding: .3rem 0; }
            th, td { padding: .25rem .6rem; border-bottom: 1px solid #e3e6ea; text-align: left; vertical-align: top; }
            th { border-bottom-color: #97a1ac; } td.number, th.number { text-align: right; }
            li.good::marker { content: "\\2713  "; color: #00734f; } li.bad::marker { content: "\\2717  "; color: #b0122b; }
            #caution { border-left: 4px solid #b0122b; padding: .4rem .8rem; font-weight: 600; }
            li.bad { color: #b0122b; font-weight: 600; }
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    /**
     * The page of a report.
     *
     * @throws IOException if the plots cannot be drawn
     */
    static String of(Report report, Origin origin) throws IOException {
        HtmlReport page = new HtmlReport();
        page.head(report.title());
        page.caution(origin.caution());
        page.paragraph(report.question());
        page.findings(report.findings());
        for (Figure figure : report.figures()) {
            page.figure(figure);
        }
        page.heading("Tables");
        report.tables().forEach(table -> page.table(table));
        boolean hasBaselines = !report.baselines().rows().isEmpty();
        page.heading(hasBaselines ? "Comparison with the original systems" : "What is comparable");
        if (hasBaselines) {
            page.table(report.baselines());
        }
        page.paragraph(report.comparability());
        page.heading("Parameters");
        page.facts(report.parameters());
        page.heading("Machine");
        page.facts(origin.facts());
        page.html
                .append("<p>Again: <code id=\"again\">")
                .append(escape(origin.command()))
                .append("</code></p>\n</main>\n</body>\n</html>\n");
        return page.html.toString();
    }

    private void head(String title) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append(" - Menhir</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escape(title))
                .append("</h1>\n");
    }

    private void caution(String text) {
        if (!text.isEmpty()) {
            html.append("<p id=\"caution\">").append(escape(text)).append("</p>\n");
        }
    }

    private void heading(String text) {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    private void paragraph(String text) {
        html.append("<p>").append(escape(text)).append("</p>\n");
    }

    private void findings(List<Report.Finding> findings) {
        html.append("<ul id=\"findings\">\n");
        findings.forEach(finding -> html.append("<li class=\"")
                .append(style(finding.kind()))
                .append("\">")
                .append(escape(finding.text()))
                .append("</li>\n"));
        html.append("</ul>\n");
    }

    private static String style(Report.Kind kind) {
        return switch (kind) {
            case PASSED -> "good";
            case FAILED -> "bad";
            case MEASURED -> "plain";
        };
    }

    private void figure(Figure figure) throws IOException {
        String label = "<svg role=\"img\" aria-label=\"" + escape(figure.caption()) + "\" viewBox=\"0 0 "
                + figure.chart().getWidth() + " " + figure.chart().getHeight() + "\"";
        html.append("<figure id=\"plot-")
                .append(escape(figure.name()))
                .append("\">\n")
                .append(label)
                .append(figure.svg().substring("<svg".length()))
                .append("\n<figcaption>")
                .append(escape(figure.caption()))
                .append("</figcaption>\n</figure>\n");
    }

    private void table(Table table) {
        html.append("<div class=\"scroll\"><table id=\"table-")
                .append(escape(table.name()))
                .append("\">\n<caption>")
                .append(escape(table.caption()))
                .append("</caption>\n<thead><tr>");
        for (int i = 0; i < table.columns().size(); i++) {
            int column = i;
            boolean numbers =
                    !table.rows().isEmpty() && table.rows().stream().allMatch(row -> row.get(column) instanceof Number);
            html.append(numbers ? "<th class=\"number\">" : "<th>")
                    .append(escape(table.columns().get(i)))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<Object> row : table.rows()) {
            html.append("<tr>");
            row.forEach(cell -> html.append(cell instanceof Number ? "<td class=\"number\">" : "<td>")
                    .append(escape(format(cell)))
                    .append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
    }

    private static String format(Object cell) {
        return cell instanceof Long || cell instanceof Integer
                ? String.format(Locale.ROOT, "%,d", ((Number) cell).longValue())
                : Table.format(cell);
    }

    private void facts(Map<String, String> facts) {
        html.append("<div class=\"scroll\"><table>\n");
        facts.forEach((name, value) -> html.append("<tr><th>")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>\n"));
        html.append("</table></div>\n");
    }

    /** Escapes text for elements and attribute values. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
