package menhir.cli;

import java.io.IOException;
import java.time.Instant;
import menhir.certificates.CertificateFileException;
import menhir.certificates.HttpsCertificate;
import menhir.config.Settings;

/** The certificate of the HTTP port of the node that starts, checked before anything is opened. */
final class HttpsFiles {
    private HttpsFiles() {}

    /** @throws IOException if the node could not start; the message is for the operator */
    static void check(Settings settings) throws IOException {
        Settings.Https https = settings.http().https();
        if (https == null) {
            return;
        }
        try {
            HttpsCertificate.read(https.certificate(), https.key(), Instant.now());
        } catch (CertificateFileException e) {
            throw new IOException(e.getMessage() + " (menhir.http.certificate, menhir.http.certificate-key)");
        }
    }
}
