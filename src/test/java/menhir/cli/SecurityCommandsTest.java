package menhir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.certificates.LocalCertificates;
import menhir.http.access.ApiKey;
import menhir.http.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands that make keys and certificates. */
class SecurityCommandsTest {
    private static final Pattern KEY = Pattern.compile(
            "for the client: +Authorization: Bearer (mk_\\S{43})\\Rfor menhir\\.http\\.keys: +(\\S+)\\R");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        CommandLine line = MenhirCommand.commandLine(settings -> 0, List.of());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }

    /** The server hashes what a client sends; both must mean the same hash. */
    @Test
    void shouldPrintAKeyAndTheSettingByWhichTheServerKnowsIt() {
        assertThat(execute("key", "--permission", "administer", "--rate", "50", "shop"))
                .isZero();
        Matcher printed = KEY.matcher(out.toString());
        assertThat(printed.matches()).as(out.toString()).isTrue();
        ApiKey known = ApiKey.of("shop", Role.ADMINISTER, printed.group(1));
        assertThat(printed.group(2)).isEqualTo("shop:administer:" + known.sha256() + ":50");
    }

    @Test
    void shouldMakeCertificatesOfOneAuthority() throws Exception {
        assertThat(execute("certificates", "--out", folder.toString(), "--cluster", "north", "node-1", "node-2"))
                .isZero();
        assertThat(out.toString()).hasLineCount(2).contains("node-1: valid until ", "node-2: valid until ");
        LocalCertificates made = new LocalCertificates(folder, "north");
        made.of("node-1").check("north", Instant.now());
        made.of("node-2").check("north", Instant.now());
        assertThat(made.of("node-1").authorities())
                .hasSameBinaryContentAs(made.of("node-2").authorities());
    }

    @Test
    void shouldHaveANewAuthorityTakeOver() throws Exception {
        String[] command = {
            "certificates", "--out", folder.toString(), "--cluster", "north", "node-1", "--new-authority", ""
        };
        new LocalCertificates(folder, "north").issue("node-1", LocalCertificates.LIFE);
        for (String step : List.of("trust", "use", "forget", "forget")) {
            command[command.length - 1] = step;
            assertThat(execute(command)).as(err.toString()).isZero();
            new LocalCertificates(folder, "north").of("node-1").check("north", Instant.now());
        }
        command[command.length - 1] = "use";
        assertThat(execute(command)).isNotZero();
        assertThat(err.toString())
                .isEqualTo("menhir: there is no new authority in " + folder + ": first run --new-authority trust\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            key Shop | the name Shop must have 1 to 32 lower-case letters, digits and hyphens, not starting with a hyphen; see menhir key --help
            key --rate 0 shop | --rate is 0: it must be 1 to 9999999; see menhir key --help
            certificates --days 7301 node-1 | --days is 7301: it must be 1 to 7300; see menhir certificates --help
            certificates --cluster a.b node-1 | --cluster is a.b: it must be 1 to 64 letters, digits and hyphens, not starting with a hyphen; see menhir certificates --help
            certificates --new-authority now node-1 | --new-authority is now: it must be trust, use or forget; see menhir certificates --help
            certificates ../node | the node ../node must have 1 to 32 lower-case letters, digits and hyphens, not starting with a hyphen; see menhir certificates --help
            """)
    void shouldRejectAnInvalidArgument(String args, String message) {
        assertThat(execute(args.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("menhir: " + message + "\n");
    }
}
