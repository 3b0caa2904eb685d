package menhir.node;

import akka.actor.typed.ActorSystem;
import akka.remote.artery.tcp.SSLEngineProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import menhir.certificates.CertificateFileException;
import menhir.certificates.NodeCertificate;
import menhir.certificates.NodeTls;
import menhir.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.OptionConverters;

/**
 * Has Akka's remoting use {@link NodeTls}, and keeps that as its files are. Akka's own provider trusts one authority, so that a
 * new one would need a stop of all nodes.
 */
final class NodeSslEngines implements SSLEngineProvider {
    private final Logger log = LoggerFactory.getLogger(NodeSslEngines.class);
    private final Path folder;
    private final NodeTls tls;

    private NodeSslEngines(Path folder, NodeTls tls) {
        this.folder = folder;
        this.tls = tls;
    }

    /**
     * Reads the node's certificate.
     *
     * @return empty if the nodes do not encrypt
     * @throws CertificateFileException if the files have become unusable since they were checked
     */
    static Optional<NodeSslEngines> read(Settings.Cluster cluster) throws CertificateFileException {
        Path folder = cluster.certificate();
        if (folder == null) {
            return Optional.empty();
        }
        NodeTls tls = NodeTls.read(new NodeCertificate(folder), cluster.name(), Instant.now());
        NodeSslEngines engines = new NodeSslEngines(folder, tls);
        engines.warn();
        return Optional.of(engines);
    }

    /** Reads the files again whenever they change while a system runs. */
    void follow(ActorSystem<?> system) {
        FilePoll.start(system, this::refresh);
    }

    private void refresh() {
        tls.refresh(Instant.now()).ifPresent(change -> {
            if (change.failure() == null) {
                log.info(
                        "new connections between nodes use the certificate in {}, until {}; trusted: {}",
                        folder,
                        tls.expires(),
                        tls.trusted());
                warn();
            } else {
                log.warn(
                        "the files in {} cannot be used, those read before are, until {}: {}",
                        folder,
                        tls.expires(),
                        change.failure());
            }
        });
    }

    private void warn() {
        if (tls.expires().isBefore(Instant.now().plus(Node.EXPIRY_WARNING))) {
            log.warn(
                    "the certificate in {} expires at {}: `menhir certificates` makes a new one",
                    folder,
                    tls.expires());
        }
    }

    @Override
    public SSLEngine createServerSSLEngine(String host, int port) {
        return tls.server();
    }

    @Override
    public SSLEngine createClientSSLEngine(String host, int port) {
        return tls.client();
    }

    @Override
    public Option<Throwable> verifyServerSession(String host, SSLSession session) {
        return refusal(session);
    }

    @Override
    public Option<Throwable> verifyClientSession(String host, SSLSession session) {
        return refusal(session);
    }

    private Option<Throwable> refusal(SSLSession session) {
        return OptionConverters.toScala(tls.refusal(session, Instant.now()).map(Throwable.class::cast));
    }
}
