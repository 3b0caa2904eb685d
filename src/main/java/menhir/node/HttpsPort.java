package menhir.node;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import menhir.certificates.CertificateFileException;
import menhir.certificates.HttpsCertificate;
import menhir.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the certificate of the HTTP port as its files are, and says when they cannot be used. */
final class HttpsPort {
    private final Logger log = LoggerFactory.getLogger(HttpsPort.class);
    private final Settings.Https files;
    private final HttpsCertificate certificate;

    private HttpsPort(Settings.Https files, HttpsCertificate certificate) {
        this.files = files;
        this.certificate = certificate;
    }

    /**
     * Reads the certificate, and again whenever its files change while the system runs.
     *
     * @return what makes the engines of connections; empty if the port is not encrypted
     * @throws CertificateFileException if the files have become unusable since they were checked
     */
    static Optional<Supplier<SSLEngine>> open(Settings settings, ActorSystem<?> system, MeterRegistry registry)
            throws CertificateFileException {
        Settings.Https files = settings.http().https();
        if (files == null) {
            return Optional.empty();
        }
        HttpsCertificate certificate = HttpsCertificate.read(files.certificate(), files.key(), Instant.now());
        HttpsPort port = new HttpsPort(files, certificate);
        port.warn();
        Gauge.builder("menhir.http.certificate.expires", certificate, each -> each.expires()
                        .getEpochSecond())
                .description("When the certificate of the HTTP port expires, in seconds since 1970")
                .baseUnit("seconds")
                .register(registry);
        FilePoll.start(system, port::refresh);
        return Optional.of(certificate);
    }

    private void warn() {
        if (certificate.isKeyOpenToGroup()) {
            log.warn("the group of {} can read this key", files.key());
        }
        if (certificate.expires().isBefore(Instant.now().plus(Node.EXPIRY_WARNING))) {
            log.warn("the certificate in {} expires at {}", files.certificate(), certificate.expires());
        }
    }

    private void refresh() {
        certificate.refresh(Instant.now()).ifPresent(change -> {
            if (change.failure() == null) {
                log.info(
                        "new connections use the new certificate in {}, until {}",
                        files.certificate(),
                        certificate.expires());
                warn();
            } else {
                log.warn(
                        "the new certificate is not used, the one before is, until {}: {}",
                        certificate.expires(),
                        change.failure());
            }
        });
    }
}
