package menhir.console;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * The pictures of the documentation: {@code -Dmenhir.console.pictures=true} writes them anew. A page has few colours, so a picture of
 * 256 colours is as good, and a third as large.
 */
final class Pictures {
    private static final Path FOLDER = Path.of("docs", "console");
    private static final int COLOURS = 256;

    /** One of each state and kind, and some in the dark and on a phone. */
    private static final Set<String> KEPT = Set.of(
            "healthy",
            "healthy-phone-dark",
            "degraded-dark",
            "choosing",
            "choosing-phone",
            "stopped",
            "books",
            "games",
            "sale",
            "toys");

    private Pictures() {}

    /** Writes a picture, if that is wanted, and it is one of the documentation. */
    static void keep(String name, byte[] png) throws IOException {
        if (Boolean.getBoolean("menhir.console.pictures") && KEPT.contains(name)) {
            Files.createDirectories(FOLDER);
            ImageIO.write(
                    indexed(ImageIO.read(new ByteArrayInputStream(png))),
                    "png",
                    FOLDER.resolve(name + ".png").toFile());
        }
    }

    private static BufferedImage indexed(BufferedImage picture) {
        int width = picture.getWidth();
        int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel & 0xffffff, 1, Integer::sum);
        }
        List<Integer> palette = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(COLOURS)
                .map(Map.Entry::getKey)
                .toList();
        int[] colours = palette.stream().mapToInt(Integer::intValue).toArray();
        Map<Integer, Integer> nearest = new HashMap<>();
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int i = 0; i < pixels.length; i++) {
            int index = nearest.computeIfAbsent(pixels[i] & 0xffffff, colour -> nearest(colour, colours));
            indexed.getRaster().setSample(i % width, i / width, 0, index);
        }
        return indexed;
    }

    private static int nearest(int colour, int[] colours) {
        return IntStream.range(0, colours.length)
                .boxed()
                .min(Comparator.comparingInt(i -> distance(colour, colours[i])))
                .orElseThrow();
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 255) - (other >> 16 & 255);
        int green = (one >> 8 & 255) - (other >> 8 & 255);
        int blue = (one & 255) - (other & 255);
        return red * red + green * green + blue * blue;
    }
}
