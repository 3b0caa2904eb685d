package menhir.experiment.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws plots in one style, with colours that colour-blind people can distinguish. */
public final class Plots {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 430;

    /** With more, a bar is narrower than its number. */
    private static final int MOST_LABELLED_BARS = 14;

    /** With more, the names of groups would run into each other. */
    private static final int MOST_LEVEL_GROUPS = 7;

    private static final int GROUP_ROTATION = 25;

    /** The text of a mark is centred on it: this share of the width keeps it within the plot. */
    private static final double TEXT_MARGIN = 0.09;

    private static final Color INK = new Color(0x22, 0x2b, 0x36);
    private static final Color GRID = new Color(0xe3, 0xe6, 0xea);
    private static final Color MARK = new Color(0xb0, 0x12, 0x2b);
    private static final Color[] COLOURS = {
        new Color(0x00, 0x72, 0xb2),
        new Color(0xd5, 0x5e, 0x00),
        new Color(0x00, 0x9e, 0x73),
        new Color(0xcc, 0x79, 0xa7),
        new Color(0xe6, 0x9f, 0x00),
        new Color(0x56, 0xb4, 0xe9),
        new Color(0x55, 0x55, 0x55)
    };

    /**
     * A line of points; points whose y is NaN are omitted, and so is a line without points.
     *
     * @param colour index into the palette
     * @param dashed distinguishes variants of the same colour, such as with and without the cache
     */
    public record Line(String name, List<Double> x, List<Double> y, int colour, boolean dashed) {}

    /** An event at a point in time. */
    public record Mark(double x, String text) {}

    private Plots() {}

    /** A line plot with a point for each measurement; the y axis begins at 0. */
    public static XYChart lines(String title, String xAxis, String yAxis, List<Line> lines) {
        XYChart chart = chart(title, xAxis, yAxis);
        lines.forEach(line -> add(chart, line, true));
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    /** A line plot over time, in seconds, with marked events. */
    public static XYChart overTime(String title, String yAxis, List<Line> lines, List<Mark> marks) {
        XYChart chart = chart(title, "time [s]", yAxis);
        lines.forEach(line -> add(chart, line, false));
        chart.getStyler().setYAxisMin(0.0);
        double top = lines.stream()
                .flatMap(line -> line.y().stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double height = top <= 0 ? 1 : top * 1.25;
        double end = lines.stream()
                .flatMap(line -> line.x().stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        chart.getStyler().setYAxisMax(height);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax(end);
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            AnnotationLine line = new AnnotationLine(mark.x(), true, false);
            chart.addAnnotation(line);
            // Three heights in turn, so that the texts of close events do not overlap.
            double within = Math.min(Math.max(mark.x(), TEXT_MARGIN * end), (1 - TEXT_MARGIN) * end);
            AnnotationText text = new AnnotationText(mark.text(), within, height * (0.97 - 0.06 * (i % 3)), false);
            chart.addAnnotation(text);
        }
        return chart;
    }

    /** Like {@link #overTime}, for values that may be negative. */
    public static XYChart signedOverTime(String title, String yAxis, List<Line> lines, List<Mark> marks) {
        XYChart chart = overTime(title, yAxis, lines, marks);
        double bottom = lines.stream()
                .flatMap(line -> line.y().stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
        chart.getStyler().setYAxisMin(Math.min(0, bottom * 1.1));
        return chart;
    }

    /** Like {@link #overTime}, with a logarithmic y axis; all values must be positive. */
    public static XYChart logarithmicOverTime(String title, String yAxis, List<Line> lines, List<Mark> marks) {
        XYChart chart = overTime(title, yAxis, lines, marks);
        double bottom = lines.stream()
                .flatMap(line -> line.y().stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0.1);
        chart.getStyler().setYAxisMin(bottom);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisDecimalPattern("#,##0.###");
        return chart;
    }

    /** A bar chart with groups of bars. */
    public static CategoryChart bars(
            String title,
            String xAxis,
            String yAxis,
            List<String> groups,
            List<String> names,
            List<List<Double>> bars) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.6);
        chart.getStyler().setSeriesColors(COLOURS);
        chart.getStyler().setLabelsVisible(groups.size() * names.size() <= MOST_LABELLED_BARS);
        chart.getStyler().setXAxisLabelRotation(groups.size() > MOST_LEVEL_GROUPS ? GROUP_ROTATION : 0);
        chart.getStyler().setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        chart.getStyler().setLabelsFontColor(Color.WHITE);
        for (int i = 0; i < names.size(); i++) {
            chart.addSeries(names.get(i), groups, bars.get(i));
        }
        return chart;
    }

    private static XYChart chart(String title, String xAxis, String yAxis) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        style(chart.getStyler());
        return chart;
    }

    private static void add(XYChart chart, Line line, boolean points) {
        if (line.y().stream().allMatch(y -> y.isNaN())) {
            return;
        }
        XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
        series.setLineColor(COLOURS[line.colour() % COLOURS.length]);
        series.setMarkerColor(COLOURS[line.colour() % COLOURS.length]);
        series.setMarker(points ? (line.dashed() ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE) : SeriesMarkers.NONE);
        float[] dashes = line.dashed() ? new float[] {6, 5} : null;
        series.setLineStyle(
                new BasicStroke(points ? 2 : 1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0));
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderColor(GRID);
        styler.setPlotGridLinesColor(GRID);
        styler.setChartFontColor(INK);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        styler.setAxisTickLabelsColor(INK);
        styler.setAnnotationLineColor(MARK);
        styler.setAnnotationLineStroke(
                new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4, 4}, 0));
        styler.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        styler.setAnnotationTextFontColor(MARK);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setMarkerSize(7);
        styler.setAntiAlias(true);
    }
}
