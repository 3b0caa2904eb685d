package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import menhir.store.Command.Conditional;
import menhir.store.Command.PutItem;
import menhir.store.Command.Restock;
import menhir.store.Decision.Rejected;
import menhir.store.Decision.Replayed;
import menhir.store.HoldCommand.ConfirmHold;
import menhir.store.HoldCommand.PlaceHold;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that are for one version only. */
class ConditionalTest extends OneStoreTest {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    @BeforeEach
    void stock() {
        accept(new PutItem(key(), "ball", new BigDecimal("45.00"), 10L, null));
    }

    @Test
    void shouldChangeTheVersionThatItIsFor() {
        accept(new Conditional("ball", List.of(1L), reprice("46")));
        assertThat(decide(new Conditional("ball", List.of(1L), reprice("47")))).isEqualTo(otherVersion(2L));
        accept(new Conditional("ball", List.of(1L, 2L), reprice("47")));
    }

    @Test
    void shouldHoldForEveryVersionButNotForNothing() {
        accept(new Conditional("ball", List.of(), reprice("46")));
        PutItem added = new PutItem(key(), "doll", BigDecimal.ONE, 1L, null);
        assertThat(decide(new Conditional("doll", List.of(), added))).isEqualTo(otherVersion(null));
        assertThat(state.item("doll")).isNull();
    }

    /** RFC 9110, 13.2.1: a condition does not hide another reason. */
    @Test
    void shouldBeRejectedForItsOwnReasonFirst() {
        Restock restock = new Restock(key(), "doll", 1);
        assertThat(decide(new Conditional("doll", List.of(7L), restock)))
                .isEqualTo(new Rejected(new Rejection.UnknownItem("doll")));
    }

    @Test
    void shouldGiveTheFirstResultToTheSameKeyWhateverTheVersion() {
        Restock restock = new Restock(key(), "ball", 1);
        accept(new Conditional("ball", List.of(1L), restock));
        assertThat(decide(new Conditional("ball", List.of(1L), restock))).isEqualTo(new Replayed(2, 0));
        assertThat(decide(restock)).isEqualTo(new Replayed(2, 0));
        assertThat(decide(new Conditional("ball", List.of(2L), new Restock(restock.key(), "ball", 2))))
                .isEqualTo(new Rejected(new Rejection.KeyReused()));
    }

    @Test
    void shouldBeAboutTheHoldThatBecomesAnOrder() {
        accept(new PlaceHold(key(), List.of(new Line("ball", 1)), 60, null));
        String hold = Hold.nameOf(2);
        assertThat(decide(new Conditional(hold, List.of(1L), new ConfirmHold(key(), 2))))
                .isEqualTo(otherVersion(2L));
        accept(new Conditional(hold, List.of(2L), new ConfirmHold(key(), 2)));
        assertThat(state.lastNumber()).isOne();
    }

    @Test
    void shouldLeaveNoTraceInTheLog() {
        Restock restock = new Restock(key(), "ball", 1);
        assertThat(decide(new Conditional("ball", List.of(1L), restock))).isEqualTo(decide(restock));
    }

    @Test
    void shouldHaveNoConditionOfACondition() {
        Conditional condition = new Conditional("ball", List.of(), reprice("46"));
        assertThatThrownBy(() -> new Conditional("ball", List.of(), condition))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The form between nodes. When this fails, nodes of two versions do not understand each other. */
    @Test
    void shouldHaveTheSameFormOnTheWire() throws Exception {
        Conditional sent = new Conditional("ball", List.of(1L), new Restock("k", "ball", 2));
        byte[] bytes = CBOR.writerFor(Command.class).writeValueAsBytes(sent);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "bf646b696e64626966646e616d656462616c6c6876657273696f6e73810167636f6d6d616e64bf646b696e64677265"
                                + "73746f636b636b6579616b646e616d656462616c6c687175616e7469747902ffff");
        assertThat(CBOR.disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .readerFor(Command.class)
                        .<Command>readValue(bytes))
                .isEqualTo(sent);
    }

    private static Rejected otherVersion(@org.jspecify.annotations.Nullable Long version) {
        return new Rejected(new Rejection.OtherVersion(version));
    }

    private PutItem reprice(String price) {
        return new PutItem(key(), "ball", new BigDecimal(price), null, null);
    }
}
