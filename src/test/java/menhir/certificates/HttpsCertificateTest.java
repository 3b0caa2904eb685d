package menhir.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import menhir.testkit.HttpsFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsCertificateTest {
    @TempDir
    private Path folder;

    private HttpsFiles files;

    @BeforeEach
    void write() {
        files = new HttpsFiles(folder);
        files.write();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void shouldReadKeysOfBothKinds(String algorithm) throws Exception {
        files.write(algorithm, Duration.ofDays(10));
        assertThat(read().expires()).isBetween(days(9), days(10));
    }

    @Test
    void shouldReadAKeyInPkcs8() throws Exception {
        LocalCertificates local = new LocalCertificates(folder.resolve("nodes"), "menhir");
        NodeCertificate node = local.issue("node-1", Duration.ofDays(3));
        assertThat(HttpsCertificate.read(node.certificate(), node.key(), Instant.now())
                        .expires())
                .isBefore(days(4));
    }

    /** Made for this test by {@code openssl ecparam -name prime256v1 -genkey}. */
    @Test
    void shouldReadAnEcKeyInTheOlderFormatOfOpenSsl() throws Exception {
        Files.writeString(files.key, """
                -----BEGIN EC PARAMETERS-----
                BggqhkjOPQMBBw==
                -----END EC PARAMETERS-----
                -----BEGIN EC PRIVATE KEY-----
                MHcCAQEEIJCu2eA+9kQgX4WuHKRloOqVm8eV/OHAPosrmzUvZDAfoAoGCCqGSM49
                AwEHoUQDQgAEcYK8enhHB44/m48FmQss+98RvUsjsO2ZXGPxyTisp8Ry1mgEX3Lr
                fqHh3Z03uu4UoExLiDA/62RcsyYoyDwIzQ==
                -----END EC PRIVATE KEY-----
                """);
        assertThat(PemFiles.readAnyKey(files.key).getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void shouldReadAChain() throws Exception {
        LocalCertificates local = new LocalCertificates(folder.resolve("nodes"), "menhir");
        NodeCertificate node = local.issue("node-1", Duration.ofDays(3));
        Files.writeString(files.key, Files.readString(node.key()));
        Files.writeString(files.certificate, Files.readString(node.certificate()));
        Files.writeString(files.certificate, Files.readString(node.authorities()), StandardOpenOption.APPEND);
        assertThat(read().expires()).isBefore(days(4));
        Files.writeString(files.certificate, Files.readString(node.authorities()));
        Files.writeString(files.certificate, Files.readString(node.certificate()), StandardOpenOption.APPEND);
        assertRefused("is not the key of the first certificate");
        Files.writeString(files.certificate, Files.readString(node.certificate()));
        HttpsFiles other = new HttpsFiles(Files.createDirectory(folder.resolve("other")));
        other.write();
        Files.writeString(files.certificate, Files.readString(other.certificate), StandardOpenOption.APPEND);
        assertRefused("must have the certificate of the server first");
    }

    @Test
    void shouldSayWhatIsWrongWithTheFiles() throws Exception {
        Files.delete(files.certificate);
        assertRefused(files.certificate + " does not exist");
        Files.writeString(files.certificate, "garbage");
        assertRefused(files.certificate + " has ");
        Files.writeString(files.certificate, "");
        assertRefused(files.certificate + " has no certificate in PEM");
        Files.writeString(files.certificate, "x".repeat(70_000));
        assertRefused("more than 65536 bytes");
        files.write("EC", Duration.ofDays(-1));
        assertRefused("is valid from ");
        files.write();
        files.writeOtherKey();
        assertRefused(files.key + " is not the key of ");
        Files.writeString(files.key, "garbage");
        assertRefused(files.key + " has no RSA or EC key in PEM");
        Files.writeString(
                files.key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertRefused(files.key + " ");
        Files.delete(files.key);
        assertRefused(files.key + " does not exist");
        Files.createDirectory(files.key);
        assertRefused(files.key + " cannot be read");
    }

    @Test
    void shouldRefuseAKeyThatAllCanRead() throws Exception {
        Files.setPosixFilePermissions(files.key, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused("every user of this machine can read the key " + files.key);
        Files.setPosixFilePermissions(files.key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(read().isKeyOpenToGroup()).isTrue();
        Files.setPosixFilePermissions(files.key, PosixFilePermissions.fromString("rw-------"));
        assertThat(read().isKeyOpenToGroup()).isFalse();
    }

    @Test
    void shouldUseFilesThatHaveChangedAndAreWholeAgain() throws Exception {
        files.write("EC", Duration.ofDays(5));
        HttpsCertificate certificate = read();
        assertThat(certificate.refresh(Instant.now())).isEmpty();
        files.write("RSA", Duration.ofDays(20));
        // They may be about to change again.
        assertThat(certificate.refresh(Instant.now())).isEmpty();
        assertThat(certificate.expires()).isBefore(days(6));
        assertThat(certificate.refresh(Instant.now())).contains(new FileChange(null));
        assertThat(certificate.expires()).isAfter(days(19));
        assertThat(certificate.refresh(Instant.now())).isEmpty();
    }

    @Test
    void shouldKeepWhatItHasWhenNewFilesAreBrokenAndSaySoOnce() throws Exception {
        files.write("EC", Duration.ofDays(5));
        HttpsCertificate certificate = read();
        Files.delete(files.certificate);
        assertThat(certificate.refresh(Instant.now())).isEmpty();
        assertThat(certificate.refresh(Instant.now())).contains(new FileChange(files.certificate + " does not exist"));
        assertThat(certificate.refresh(Instant.now())).isEmpty();
        assertThat(certificate.expires()).isBefore(days(6));
        files.write("EC", Duration.ofDays(20));
        assertThat(certificate.refresh(Instant.now())).isEmpty();
        assertThat(certificate.refresh(Instant.now())).contains(new FileChange(null));
        assertThat(certificate.expires()).isAfter(days(19));
    }

    private HttpsCertificate read() throws CertificateFileException {
        return HttpsCertificate.read(files.certificate, files.key, Instant.now());
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::read)
                .isInstanceOf(CertificateFileException.class)
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("\n");
    }

    private static Instant days(int count) {
        return Instant.now().plus(Duration.ofDays(count));
    }
}
