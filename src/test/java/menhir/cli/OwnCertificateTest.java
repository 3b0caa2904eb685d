package menhir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.certificates.NodeCertificate;
import menhir.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateTest {
    @TempDir
    Path data;

    private Settings settings(int ordinal, Map<String, Object> further) {
        Map<String, Object> values = new HashMap<>(further);
        values.put("menhir.data.dir", data.toString());
        values.put("menhir.node.ordinal", ordinal);
        return Settings.from(ConfigFactory.parseMap(values).withFallback(ConfigFactory.load()));
    }

    @Test
    void shouldMakeCertificatesOfOneAuthorityForTheNodesOfOneMachine() throws Exception {
        OwnCertificate.prepare(settings(1, Map.of()));
        OwnCertificate.prepare(settings(2, Map.of()));

        NodeCertificate first = new NodeCertificate(data.resolve("certificates").resolve("node-1"));
        NodeCertificate second =
                new NodeCertificate(data.resolve("certificates").resolve("node-2"));
        first.check("menhir", Instant.now());
        second.check("menhir", Instant.now());
        assertThat(first.authorities()).hasSameBinaryContentAs(second.authorities());
    }

    @Test
    void shouldKeepACertificateThatExists() throws Exception {
        OwnCertificate.prepare(settings(1, Map.of()));
        Path certificate = data.resolve("certificates").resolve("node-1").resolve("node.crt");
        byte[] before = Files.readAllBytes(certificate);
        OwnCertificate.prepare(settings(1, Map.of()));
        assertThat(certificate).hasBinaryContent(before);
    }

    @Test
    void shouldMakeNoneIfNodesDoNotUseThem() throws Exception {
        OwnCertificate.prepare(settings(1, Map.of("menhir.cluster.tls", false)));
        assertThat(data).isEmptyDirectory();
    }

    /** The other machines would have authorities of their own. */
    @Test
    void shouldSayHowToMakeTheCertificatesOfSeveralMachines() {
        Settings settings = settings(1, Map.of("menhir.cluster.seeds", List.of("10.0.0.1:18080", "10.0.0.2:18080")));
        assertThatThrownBy(() -> OwnCertificate.prepare(settings))
                .isInstanceOf(IOException.class)
                .hasMessage("the certificate of node-1 is missing in " + data.resolve("certificates/node-1")
                        + " (menhir.cluster.certificate): `menhir certificates` makes one for each node");
    }

    @Test
    void shouldNotMakeACertificateInAFolderThatSomebodyNamed() {
        Path folder = data.resolve("mine");
        Settings settings = settings(1, Map.of("menhir.cluster.certificate", folder.toString()));
        assertThatThrownBy(() -> OwnCertificate.prepare(settings))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is missing in " + folder);
    }

    @Test
    void shouldNameACertificateThatCannotBeUsed() throws Exception {
        OwnCertificate.prepare(settings(1, Map.of()));
        Settings renamed = settings(1, Map.of("menhir.cluster.name", "dolmen"));
        assertThatThrownBy(() -> OwnCertificate.prepare(renamed))
                .isInstanceOf(IOException.class)
                .hasMessage(data.resolve("certificates/node-1/node.crt")
                        + " is for the cluster menhir, not for dolmen (menhir.cluster.certificate)");
    }
}
