package menhir.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import menhir.certificates.CertificateFileException;
import menhir.certificates.LocalCertificates;
import menhir.certificates.NodeCertificate;
import menhir.config.Settings;

/** The certificate of the node that starts: made if all nodes are on this machine, and checked. */
final class OwnCertificate {
    private OwnCertificate() {}

    /** @throws IOException if the node could not start; the message is for the operator */
    static void prepare(Settings settings) throws IOException {
        Path folder = settings.cluster().certificate();
        if (folder == null) {
            return;
        }
        NodeCertificate certificate = new NodeCertificate(folder);
        try {
            if (certificate.isIncomplete()) {
                make(settings, certificate);
            }
            certificate.check(settings.cluster().name(), Instant.now());
        } catch (CertificateFileException e) {
            throw new IOException(e.getMessage() + " (menhir.cluster.certificate)");
        }
    }

    private static void make(Settings settings, NodeCertificate certificate)
            throws IOException, CertificateFileException {
        String node = settings.node().name();
        LocalCertificates local = new LocalCertificates(
                settings.data().certificatesDir(), settings.cluster().name());
        if (!settings.cluster().isLocalTo(settings.node()) || !local.of(node).equals(certificate)) {
            throw new IOException("the certificate of " + node + " is missing in " + certificate.folder()
                    + " (menhir.cluster.certificate): `menhir certificates` makes one for each node");
        }
        local.issue(node, LocalCertificates.LIFE);
    }
}
