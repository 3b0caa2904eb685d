package menhir.experiment.report;

import java.awt.AWTError;
import java.awt.Dimension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;

/**
 * A plot with a caption.
 *
 * @param name part of the file names: lower-case letters and hyphens
 * @param caption what the plot shows
 */
public record Figure(String name, String caption, Chart<?, ?> chart) {

    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Tenths of a pixel; more decimals only make the file larger. */
    private static final int SVG_DECIMALS = 1;

    /**
     * The plot as a PNG image.
     *
     * @throws IOException if this machine has no fonts
     */
    byte[] png() throws IOException {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
            return out.toByteArray();
        } catch (RuntimeException | AWTError | LinkageError | InternalError noFonts) {
            throw cannotDraw(noFonts);
        }
    }

    /**
     * The plot as an {@code svg} element without an XML declaration. All ids begin with the figure's name, so that one page can
     * contain several figures.
     *
     * @throws IOException if this machine has no fonts
     */
    String svg() throws IOException {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setPrecision(SVG_DECIMALS);
            context.setComment(caption.replace("--", "-"));
            SVGGraphics2D graphics = new SVGGraphics2D(context, false);
            graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            StringWriter out = new StringWriter();
            graphics.stream(graphics.getRoot(), out, true, false);
            String text = out.toString();
            return text.substring(text.indexOf("<svg"))
                    .replace("id=\"", "id=\"" + name + "-")
                    .replace("url(#", "url(#" + name + "-")
                    .replace("xlink:href=\"#", "xlink:href=\"#" + name + "-");
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("the JDK always has an XML parser", impossible);
        } catch (RuntimeException | AWTError | LinkageError | InternalError noFonts) {
            throw cannotDraw(noFonts);
        }
    }

    /**
     * Draws a small plot, to find out early whether plots can be drawn.
     *
     * @throws IOException if this machine has no fonts; the message says what to install
     */
    public static void requireFonts() throws IOException {
        List<Double> numbers = List.of(0.0, 1.0);
        Plots.Line line = new Plots.Line("test", numbers, numbers, 0, false);
        new Figure("test", "test", Plots.lines("test", "x", "y", List.of(line))).svg();
    }

    private static IOException cannotDraw(Throwable why) {
        return new IOException(
                "cannot draw plots (" + why + "); the usual reason is missing fonts: install some (on Debian:"
                        + " apt-get install fontconfig fonts-dejavu-core)",
                why);
    }
}
