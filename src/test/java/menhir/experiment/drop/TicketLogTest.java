package menhir.experiment.drop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TicketLogTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final TicketLog log = new TicketLog("Ticket", 5, 2);
    private long index;

    private void add(String kind, String json) throws JsonProcessingException {
        log.add(++index, kind, MAPPER.readTree(json));
    }

    private static String lines(int quantity) {
        return "\"lines\":[{\"item\":\"Ticket\",\"quantity\":%d}]".formatted(quantity);
    }

    private void order(int number, String customer, int quantity) throws JsonProcessingException {
        add("order", "{\"number\":%d,\"customer\":\"%s\",%s}".formatted(number, customer, lines(quantity)));
    }

    private void hold(int hold, int quantity) throws JsonProcessingException {
        add("hold", "{\"hold\":%d,%s}".formatted(hold, lines(quantity)));
    }

    private void confirm(int number, String customer, int hold, int quantity) throws JsonProcessingException {
        add(
                "order",
                String.format(
                        Locale.ROOT,
                        "{\"number\":%d,\"customer\":\"%s\",\"hold\":%d,%s}",
                        number,
                        customer,
                        hold,
                        lines(quantity)));
    }

    private void expire(int hold, int quantity) throws JsonProcessingException {
        add("holds-expired", "{\"holds\":[{\"hold\":%d,%s}]}".formatted(hold, lines(quantity)));
    }

    @Test
    void shouldAcceptASaleOfEachTicketOnce() throws Exception {
        hold(1, 2);
        hold(2, 2);
        order(1, "anna", 1);
        expire(1, 2);
        confirm(2, "ben", 2, 2);
        order(3, "cleo", 2);
        log.acknowledged(3, 2);

        assertThat(log.violations()).isEmpty();
        assertThat(log.sold()).isEqualTo(5);
        assertThat(log.free()).isZero();
        assertThat(log.open()).isEmpty();
        assertThat(log.most()).isEqualTo(2);
        assertThat(log.placed()).isEqualTo(2);
        assertThat(log.confirmed()).isEqualTo(1);
        assertThat(log.expired()).isEqualTo(1);
    }

    @Test
    void shouldCountOnlyTheTickets() throws Exception {
        add("order", "{\"number\":1,\"customer\":\"anna\",\"lines\":[{\"item\":\"Tea\",\"quantity\":90}]}");
        add("price", "{\"item\":\"Ticket\",\"price\":1}");

        assertThat(log.sold()).isZero();
        assertThat(log.violations()).isEmpty();
    }

    @Test
    void shouldFindATicketThatIsHeldAndSold() throws Exception {
        hold(1, 2);
        order(1, "anna", 2);
        order(2, "ben", 2);

        assertThat(log.violations()).containsExactly("at index 3: more tickets are held or sold than there are: 1");
    }

    @Test
    void shouldFindAHoldThatWasSoldAfterItHadExpired() throws Exception {
        hold(7, 2);
        expire(7, 2);
        confirm(1, "anna", 7, 2);

        assertThat(log.violations()).containsExactly("at index 3: hold 7 ends with 2, but had 0");
    }

    @Test
    void shouldFindAHoldThatEndsWithMoreThanItHad() throws Exception {
        hold(7, 1);
        confirm(1, "anna", 7, 2);

        assertThat(log.violations()).containsExactly("at index 2: hold 7 ends with 2, but had 1");
    }

    @Test
    void shouldFindACustomerWithTooMany() throws Exception {
        order(1, "anna", 2);
        order(2, "anna", 1);

        assertThat(log.violations()).containsExactly("at index 2: anna has 3 tickets");
    }

    @Test
    void shouldFindAnAcknowledgedOrderThatIsMissingOrDifferent() throws Exception {
        order(1, "anna", 2);
        log.acknowledged(1, 1);
        log.acknowledged(2, 1);

        assertThat(log.violations())
                .containsExactly(
                        "order 1 of 1 was acknowledged, but the log has 2",
                        "order 2 of 1 was acknowledged, but the log has no such order");
    }

    @Test
    void shouldKnowTheHoldsThatHaveNotEnded() throws Exception {
        hold(3, 1);
        hold(4, 1);
        expire(4, 1);

        assertThat(log.open()).containsExactly(3L);
    }
}
