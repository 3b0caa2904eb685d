package menhir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    private static final Path ROOT = Path.of("");
    private static final int WIDTH = 160;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void shouldReadBlocksMarkersAndTranscripts(@TempDir Path folder) throws Exception {
        Path document = folder.resolve("a.md");
        Files.writeString(document, """
                Text.

                ```sh
                one
                two
                ```

                <!-- not run: it takes hours -->
                ```sh
                three
                ```
                <!-- not run: no block follows -->
                Text.
                ```console
                $ first \\
                    --option
                it ... that
                second line
                $ next
                ```
                """);

        List<Block> blocks = Block.of(document);

        assertThat(blocks).hasSize(3);
        assertThat(blocks.get(0).text()).isEqualTo("one\ntwo\n");
        assertThat(blocks.get(0).line()).isEqualTo(4);
        assertThat(blocks.stream().map(Block::reason)).containsExactly("", "it takes hours", "");
        assertThat(blocks.get(2).steps())
                .containsExactly(
                        new Block.Step("first \\\n    --option", "it ... that\nsecond line\n"),
                        new Block.Step("next", ""));
    }

    @Test
    void shouldTakeDotsForWhateverWasPrinted() {
        assertThat(Printed.matches("order ... of 3\nend", "order 17 of 3\nend\n"))
                .isTrue();
        assertThat(Printed.matches("a ... z", "a\nb\nz")).isTrue();
        assertThat(Printed.matches("order 1", "order 2")).isFalse();
        assertThat(Printed.matches("order 1", "order 1\nand more")).isFalse();
        assertThat(Printed.matches("a.b", "axb")).isFalse();
        assertThat(Printed.matches("", "anything")).isTrue();
    }

    @Test
    void shouldHaveLinesThatFitAScreen() throws Exception {
        List<String> longLines = new ArrayList<>();
        for (Path document : Block.documents(ROOT)) {
            List<String> lines = Files.readAllLines(document);
            for (int i = 0; i < lines.size(); i++) {
                // A row of a table is one line.
                boolean wrapped = !lines.get(i).startsWith("|");
                if (wrapped && lines.get(i).length() > WIDTH) {
                    longLines.add(document.getFileName() + ":" + (i + 1));
                }
            }
        }
        assertThat(longLines).isEmpty();
    }

    @Test
    void shouldLinkOnlyToFilesThatExist() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path document : Block.documents(ROOT)) {
            Matcher matcher = LINK.matcher(Files.readString(document));
            while (matcher.find()) {
                Path target = document.toAbsolutePath().resolveSibling(matcher.group(1));
                if (!Files.exists(target)) {
                    broken.add(document.getFileName() + ": " + matcher.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }
}
