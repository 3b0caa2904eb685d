package menhir.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void shouldWriteOneHeaderAndALineForEachRow() {
        Table.Builder table = new Table.Builder("times", "Times.", "cache", "clients", "mean [ms]");
        table.row("on", 5, 1.23456);
        table.row("off", 10L, 0.0);

        assertThat(table.build().csv()).isEqualTo("cache,clients,mean [ms]\non,5,1.235\noff,10,0.000\n");
    }

    @Test
    void shouldQuoteWhatWouldOtherwiseBeSeveralCells() {
        Table.Builder table = new Table.Builder("shares", "", "what", "said");
        table.row("40 %, 60 %", "a \"word\"\nand another");

        assertThat(table.build().csv()).isEqualTo("what,said\n\"40 %, 60 %\",\"a \"\"word\"\"\nand another\"\n");
    }

    @Test
    void shouldLeaveACellEmptyForWhatIsNoNumber() {
        Table.Builder table = new Table.Builder("times", "", "mean [ms]", "count");
        table.row(Double.NaN, 0);

        assertThat(table.build().csv()).isEqualTo("mean [ms],count\n,0\n");
    }

    @Test
    void shouldRefuseARowThatDoesNotFitTheHeader() {
        assertThatThrownBy(() -> new Table("t", "", List.of("a", "b"), List.of(List.of(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
