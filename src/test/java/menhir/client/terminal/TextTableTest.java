package menhir.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldAlignColumnsAndKeepEachRowOnOneSafeLine() {
        TextTable table = new TextTable("<item", ">quantity", "<topic");
        table.row("Tux", "1,000", "toys");
        table.row("@|bold x|@ \u001b[31m\nred", "5", "");
        table.row("x".repeat(100), "7", "");

        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));

        assertThat(text.toString().lines())
                .containsExactly(
                        "item" + " ".repeat(61) + "quantity  topic",
                        "Tux" + " ".repeat(65) + "1,000  toys",
                        "@|bold x|@ ?[31m?red" + " ".repeat(43 + 9) + "5",
                        "x".repeat(60) + "..." + " ".repeat(9) + "7");
    }
}
