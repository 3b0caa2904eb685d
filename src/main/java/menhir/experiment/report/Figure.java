package menhir.experiment.report;

import java.awt.AWTError;
import java.awt.Dimension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;

/**
 * A plot.
 *
 * @param name part of its files' names: small letters and hyphens
 * @param caption what there is to see
 */
public record Figure(String name, String caption, Chart<?, ?> chart) {

    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Tenths of a pixel: finer is not seen, and makes the file larger. */
    private static final int SVG_DECIMALS = 1;

    /** @throws IOException when this machine has no fonts */
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
     * As an {@code svg} element, without the head of an XML file. All ids begin with the figure's name, so that several can
     * be in one page.
     *
     * @throws IOException when this machine has no fonts
     */
    public String svg() throws IOException {
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
            throw new IllegalStateException("every Java has an XML parser", impossible);
        } catch (RuntimeException | AWTError | LinkageError | InternalError noFonts) {
            throw cannotDraw(noFonts);
        }
    }

    private static IOException cannotDraw(Throwable why) {
        return new IOException(
                "a plot cannot be drawn here (" + why + "); most often fonts are missing: install some (on Debian:"
                        + " apt-get install fontconfig fonts-dejavu-core)",
                why);
    }
}
