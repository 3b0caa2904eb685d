package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.http.HttpTest;
import org.junit.jupiter.api.Test;

/** Holds and cancellations, by a server of the product. */
class SaleCommandsTest extends HttpTest {

    private ClientRun run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-s";
        all[arguments.length + 1] = "127.0.0.1:" + server.port;
        return ClientRun.execute(all);
    }

    @Test
    void shouldHoldAndConfirm() throws Exception {
        ClientRun held = run("hold", "CarCo", "2", "--customer", "ann", "--json");
        assertThat(held.exit()).isZero();
        String id = held.json().path("id").asText();
        assertThat(run("holds").out()).contains("ann", "CarCo", "2");
        assertThat(run("holds", "--customer", "bob", "--json").json().path("holds"))
                .isEmpty();

        assertThat(run("confirm", id).out()).contains("order 1, total 90.00");
        assertThat(run("order", "1").out()).contains("CarCo");
        ClientRun late = run("release", id);
        assertThat(late.exit()).isEqualTo(1);
        assertThat(late.err()).contains("rejected: ");
        assertThat(run("holds", "--json").json().path("holds")).isEmpty();
    }

    @Test
    void shouldGiveBackAHold() throws Exception {
        String held = run("hold", "CarCo", "100").out();
        assertThat(held).matches("hold \\d+: 100 of CarCo, until \\S+\n");
        String id = held.substring("hold ".length(), held.indexOf(':'));
        assertThat(run("buy", "CarCo", "1").exit()).isEqualTo(1);
        assertThat(run("release", id).out()).contains("hold " + id + " is given back");
        assertThat(run("buy", "CarCo", "1").exit()).isZero();
    }

    @Test
    void shouldCancelAnOrderOnce() throws Exception {
        run("buy", "CarCo", "3");
        assertThat(run("cancel", "1", "--item", "CarCo", "--quantity", "2", "--key", "back-1")
                        .out())
                .contains("order 1 is cancelled in part, 90.00 back");
        assertThat(run("cancel", "1", "--item", "CarCo", "--quantity", "2", "--key", "back-1")
                        .out())
                .contains("done before, under the same key");
        ClientRun again = run("cancel", "1");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("rejected: ");
        assertThat(run("lookup", "CarCo", "--json").json().path("quantity").asInt())
                .isEqualTo(99);
    }

    @Test
    void shouldCheckArguments() {
        assertThat(run("hold", "CarCo", "0").exit()).isEqualTo(2);
        assertThat(run("hold", "CarCo", "1", "--seconds", "0").exit()).isEqualTo(2);
        assertThat(run("cancel", "0").exit()).isEqualTo(2);
        assertThat(run("cancel", "1", "--key", "a key").exit()).isEqualTo(2);
        assertThat(run("hold", "Nothing", "1").exit()).isEqualTo(1);
        assertThat(run("holds", "--store", "nowhere").exit()).isEqualTo(1);
    }
}
