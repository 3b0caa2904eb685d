package menhir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The lines that logback.xml makes of a message with a line break and an exception. */
class LogFormatTest {
    private static final String MESSAGE = "two\nlines of \"text\"";

    private static List<String> logged(String format) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.putProperty("menhir.log.format", format);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Objects.requireNonNull(LogFormatTest.class.getResource("/logback.xml")));
            context.getLogger("menhir.Test").warn(MESSAGE, new IllegalStateException("broken"));
        } finally {
            context.stop();
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldWriteOneJsonObjectPerLine() throws Exception {
        List<String> lines = logged("json");
        assertThat(lines).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(lines.get(0));
        assertThat(event.path("level").asText()).isEqualTo("WARN");
        assertThat(event.path("loggerName").asText()).isEqualTo("menhir.Test");
        assertThat(event.path("formattedMessage").asText()).isEqualTo(MESSAGE);
        assertThat(event.path("throwable").path("message").asText()).isEqualTo("broken");
    }

    @Test
    void shouldWriteTextByDefault() throws Exception {
        List<String> lines = logged("text");
        assertThat(lines.get(0)).endsWith("WARN  Test - two lines of \"text\"");
        assertThat(lines.get(1)).isEqualTo("java.lang.IllegalStateException: broken");
    }
}
