package menhir.client.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import menhir.client.http.BadResponseException;
import org.junit.jupiter.api.Test;

class EventParserTest {

    @Test
    void shouldParseEventsHoweverTheyAreSplit() {
        String text = "\r\n: note\r\nid: 1\r\nevent: order\r\ndata: ä\r\ndata: b\r\n\r\ndata\rdata: c\r\rid: 3\n\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Event> events = new ArrayList<>();
        EventParser parser = new EventParser(events::add);
        for (byte b : bytes) {
            parser.feed(new byte[] {b});
        }
        assertThat(events).containsExactly(new Event("1", "order", "ä\nb"), new Event(null, "message", "\nc"));
    }

    @Test
    void shouldLimitTheSizeOfLinesAndEvents() {
        EventParser parser = new EventParser(event -> {});
        assertThatThrownBy(() -> parser.feed(new byte[EventParser.LINE_LIMIT_BYTES + 1]))
                .isInstanceOf(BadResponseException.class);
        byte[] line = ("data: " + "x".repeat(60_000) + "\n").getBytes(StandardCharsets.US_ASCII);
        EventParser other = new EventParser(event -> {});
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        other.feed(line);
                    }
                })
                .isInstanceOf(BadResponseException.class)
                .hasMessageContaining("an event is larger");
    }
}
