package menhir.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import menhir.certificates.LocalCertificates.AuthorityStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCertificatesTest {
    private static final Duration LIFE = Duration.ofDays(30);

    @TempDir
    Path folder;

    private LocalCertificates certificates(String name) {
        return new LocalCertificates(folder.resolve(name), "north");
    }

    @Test
    void shouldIssueACertificateThatTheNodeCanUse() throws Exception {
        LocalCertificates certificates = certificates("a");
        assertThat(certificates.of("node-1").isIncomplete()).isTrue();

        NodeCertificate issued = certificates.issue("node-1", LIFE);

        assertThat(issued).isEqualTo(certificates.of("node-1"));
        assertThat(issued.isIncomplete()).isFalse();
        Instant now = Instant.now();
        issued.check("north", now);
        assertThat(issued.expires())
                .isBetween(
                        now.plus(LIFE).minus(1, ChronoUnit.MINUTES),
                        now.plus(LIFE).plus(1, ChronoUnit.MINUTES));
    }

    @Test
    void shouldIssueAllCertificatesFromTheSameAuthority() throws Exception {
        NodeCertificate first = certificates("a").issue("node-1", LIFE);
        NodeCertificate second = certificates("a").issue("node-2", LIFE);
        assertThat(first.authorities()).hasSameBinaryContentAs(second.authorities());
        assertThat(first.certificate()).isNotEqualTo(second.certificate());
    }

    @Test
    void shouldReplaceACertificateByOneWithANewKey() throws Exception {
        NodeCertificate first = certificates("a").issue("node-1", LIFE);
        byte[] authority = Files.readAllBytes(first.authorities());
        byte[] key = Files.readAllBytes(first.key());

        NodeCertificate second = certificates("a").issue("node-1", LIFE);

        assertThat(second.authorities()).hasBinaryContent(authority);
        assertThat(Files.readAllBytes(second.key())).isNotEqualTo(key);
        second.check("north", Instant.now());
    }

    @Test
    void shouldWriteFilesThatOnlyTheirOwnerCanRead() throws Exception {
        certificates("a").issue("node-1", LIFE);
        try (Stream<Path> files = Files.walk(folder.resolve("a"))) {
            assertThat(files.filter(file -> !file.endsWith("lock")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void shouldRejectACertificateOfAnotherCluster() throws Exception {
        NodeCertificate issued = certificates("a").issue("node-1", LIFE);
        assertThatThrownBy(() -> issued.check("south", Instant.now()))
                .isInstanceOf(CertificateFileException.class)
                .hasMessage(issued.certificate() + " is for the cluster north, not for south");
    }

    @Test
    void shouldRejectACertificateThatHasExpired() throws Exception {
        NodeCertificate issued = certificates("a").issue("node-1", LIFE);
        Instant later = Instant.now().plus(LIFE).plus(1, ChronoUnit.DAYS);
        assertThatThrownBy(() -> issued.check("north", later))
                .isInstanceOf(CertificateFileException.class)
                .hasMessageStartingWith(issued.certificate() + " is valid from ")
                .hasMessageEndingWith("not at " + later);
    }

    @Test
    void shouldRejectACertificateOfAnotherAuthority() throws Exception {
        NodeCertificate issued = certificates("a").issue("node-1", LIFE);
        copy(certificates("b").issue("node-1", LIFE).authorities(), issued.authorities());
        assertThatThrownBy(() -> issued.check("north", Instant.now()))
                .isInstanceOf(CertificateFileException.class)
                .hasMessage(issued.certificate() + " was not issued by an authority of " + issued.authorities());
    }

    @Test
    void shouldRejectTheKeyOfAnotherCertificate() throws Exception {
        NodeCertificate issued = certificates("a").issue("node-1", LIFE);
        copy(certificates("a").issue("node-2", LIFE).key(), issued.key());
        assertThatThrownBy(() -> issued.check("north", Instant.now()))
                .isInstanceOf(CertificateFileException.class)
                .hasMessage(issued.key() + " is not the key of " + issued.certificate());
    }

    @Test
    void shouldNameAFileThatIsMissingOrDamaged() throws Exception {
        NodeCertificate issued = certificates("a").issue("node-1", LIFE);
        Files.writeString(issued.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> issued.check("north", Instant.now()))
                .hasMessage(issued.key() + " is not an RSA key in PEM (PKCS #8, not encrypted)");
        Files.writeString(issued.certificate(), "nothing");
        assertThatThrownBy(() -> issued.check("north", Instant.now()))
                .hasMessage(issued.certificate() + " is not a certificate in PEM");
        Files.delete(issued.certificate());
        assertThatThrownBy(() -> issued.check("north", Instant.now()))
                .hasMessage(issued.certificate() + " does not exist");
    }

    @Test
    void shouldNotReplaceAnAuthorityWhoseKeyIsMissing() throws Exception {
        NodeCertificate issued = certificates("a").issue("node-1", LIFE);
        Path key = folder.resolve("a").resolve("ca.key");
        Files.delete(key);
        assertThatThrownBy(() -> certificates("a").issue("node-2", LIFE))
                .isInstanceOf(CertificateFileException.class)
                .hasMessage(key + " does not exist");
        issued.check("north", Instant.now());
    }

    @Test
    void shouldDoTheStepsOfANewAuthorityInTheirOrderOnly() throws Exception {
        LocalCertificates local = certificates("a");
        local.issue("node-1", LIFE);
        local.issue("node-2", LIFE);
        rejects(local, AuthorityStep.USE, "there is no new authority in .*: first run --new-authority trust");

        local.change(AuthorityStep.TRUST);
        local.issue("node-1", LIFE);
        rejects(
                local,
                AuthorityStep.USE,
                ".*node-2/ca.crt does not have the new authority: first run --new-authority trust for all nodes");
        rejects(local, AuthorityStep.FORGET, "the new authority in .* has not taken over: first run .* use");
        // Each step can be repeated.
        local.change(AuthorityStep.TRUST);
        local.issue("node-2", LIFE);

        local.change(AuthorityStep.USE);
        local.issue("node-1", LIFE);
        local.change(AuthorityStep.USE);
        rejects(local, AuthorityStep.TRUST, "nodes still trust the authority before, .*: first run .* forget");
        rejects(
                local,
                AuthorityStep.FORGET,
                ".*node-2/node.crt is not of the new authority: first run --new-authority use for all nodes");
        local.issue("node-2", LIFE);

        NodeCertificate before = local.of("node-2");
        byte[] both = Files.readAllBytes(before.authorities());
        local.change(AuthorityStep.FORGET);
        assertThat(PemFiles.readChain(before.authorities()))
                .as("without being issued")
                .hasSize(1);
        Files.write(before.authorities(), both);
        local.change(AuthorityStep.FORGET);
        assertThat(PemFiles.readChain(before.authorities())).hasSize(1);
        local.issue("node-1", LIFE).check("north", Instant.now());
    }

    @Test
    void shouldChangeNothingWithoutAnAuthorityOrItsKey() throws Exception {
        LocalCertificates local = certificates("a");
        rejects(local, AuthorityStep.TRUST, "there is no authority in .*: --out must name the folder .*");
        local.issue("node-1", LIFE);
        local.change(AuthorityStep.TRUST);
        local.issue("node-1", LIFE);
        copy(folder.resolve("a/ca.key"), folder.resolve("a/next-ca.key"));
        rejects(local, AuthorityStep.USE, ".*next-ca.key is not the key of .*next-ca.crt");
        local.issue("node-1", LIFE).check("north", Instant.now());
    }

    @Test
    void shouldNotIssueForLongerThanTheAuthorityLasts() throws Exception {
        LocalCertificates local = certificates("a");
        NodeCertificate issued = local.issue("node-1", LocalCertificates.LONGEST_LIFE.plusDays(9));
        X509Certificate authority = PemFiles.readCertificate(issued.authorities());
        assertThat(PemFiles.readCertificate(issued.certificate()).getNotAfter()).isEqualTo(authority.getNotAfter());
    }

    /** The key of the new authority was moved to its place, and not yet its certificate. */
    @Test
    void shouldEndAStepThatWasInterrupted() throws Exception {
        LocalCertificates local = certificates("a");
        local.issue("node-1", LIFE);
        local.change(AuthorityStep.TRUST);
        local.issue("node-1", LIFE);
        Path own = folder.resolve("a");
        copy(own.resolve("next-ca.key"), own.resolve("ca.key"));
        Files.delete(own.resolve("next-ca.key"));
        assertThatThrownBy(() -> local.issue("node-1", LIFE))
                .hasMessage(own.resolve("ca.key") + " is not the key of " + own.resolve("ca.crt"));

        local.change(AuthorityStep.USE);
        local.issue("node-1", LIFE).check("north", Instant.now());
        local.change(AuthorityStep.FORGET);
        local.issue("node-1", LIFE).check("north", Instant.now());
    }

    private static void rejects(LocalCertificates local, AuthorityStep step, String message) {
        assertThatThrownBy(() -> local.change(step))
                .isInstanceOf(CertificateFileException.class)
                .hasMessageMatching(message);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
