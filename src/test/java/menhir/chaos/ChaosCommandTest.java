package menhir.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ChaosCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes 4|--nodes must be 3 or 5, but is 4",
                "--slots 5|--slots is 5: it must not be more than --nodes, 3",
                "--seconds 0|--seconds must be from 1 to 604800, but is 0",
                "--clients 1000|--clients must be from 1 to 200, but is 1000",
                "--faults kill,earthquake|there is no fault \"earthquake\"; there are kill, stop, pause",
                "--seed seven|seven"
            })
    void shouldRefuseWrongArgumentsInOneLine(String arguments, String message) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new ChaosCommand()).setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }
}
