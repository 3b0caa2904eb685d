package menhir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes 2|--nodes must be 1 or 3, but is 2",
                "--seconds 0|--seconds must be from 1 to 3600, but is 0",
                "--warmup-seconds -1|--warmup-seconds must be from 0 to 3600, but is -1",
                "--cold --warmup-seconds 5|--warmup-seconds must be 0 with --cold, but is 5",
                "--connections 8,5000|--connections must be from 1 to 4096, but is 5000",
                "--connections 0|--connections must be from 1 to 4096, but is 0",
                "--connections 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17|--connections must have at most 16 numbers",
                "--scenarios orders,fly|there is no scenario \"fly\"; there are orders, hot, lookup, mixed, order-lookup,"
                        + " lookup-miss",
                "--cold --scenarios order-lookup|order-lookup cannot be measured with --cold",
                "--rate 0|--rate must be from 1 to 200000, but is 0",
                "--rounds 101|--rounds must be from 1 to 100, but is 101",
                "--items 0|--items must be from 1 to 100000, but is 0",
                "--orders 1000001|--orders must be from 1 to 1000000, but is 1000001",
                "--jar nothing.jar|--jar is 'nothing.jar': it must be a readable jar file",
                "--target 127.0.0.1:1 --against nothing.jar|--against is 'nothing.jar': it must be a readable jar file",
                "--target https://127.0.0.1:1|--target: 'https://127.0.0.1:1' is not of the form http://host:port",
                "--target http://127.0.0.1:70000|is not of the form http://host:port",
                "--target http://127.0.0.1:1/v1|is not of the form http://host:port",
                "--target 127.0.0.1:1 --jar a.jar|--jar and --target name the same program: use one of them",
                "--target 127.0.0.1:1 --cold|--cold starts nodes, so it cannot be used with servers that run already",
                "--rate many|many",
                "fly|fly"
            })
    void shouldRefuseWrongArgumentsInOneLine(String arguments, String message) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new BenchCommand()).setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElse("")).contains(message);
    }
}
