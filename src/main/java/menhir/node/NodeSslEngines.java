package menhir.node;

import akka.actor.ActorSystem;
import akka.remote.artery.tcp.SSLEngineProvider;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import menhir.certificates.CertificateFileException;
import menhir.certificates.NodeCertificate;
import menhir.certificates.NodeTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.OptionConverters;

/**
 * Has Akka's remoting use {@link NodeTls}. Akka's own provider trusts one authority, so that a new one would need a stop of all
 * nodes. Akka creates it, by the name of its class in the configuration.
 */
public final class NodeSslEngines implements SSLEngineProvider {
    private static final String FOLDER = "akka.remote.artery.ssl.node-certificate.folder";
    private static final String CLUSTER = "akka.remote.artery.ssl.node-certificate.cluster";
    private static final Logger LOG = LoggerFactory.getLogger(NodeSslEngines.class);

    private final NodeTls tls;

    /**
     * For Akka.
     *
     * @throws CertificateFileException if the files cannot be used, which the start of a node has checked
     */
    public NodeSslEngines(ActorSystem system) throws CertificateFileException {
        Config config = system.settings().config();
        tls = NodeTls.of(
                new NodeCertificate(Path.of(config.getString(FOLDER))),
                config.getString(CLUSTER),
                Clock.systemUTC(),
                reason -> LOG.warn("the certificate's files are not used, those before are: {}", reason));
    }

    /** What Akka is told, so that it creates an instance. */
    static Config config(Path folder, String cluster) {
        return ConfigFactory.parseMap(
                Map.of(
                        "akka.remote.artery.transport",
                        "tls-tcp",
                        "akka.remote.artery.ssl.ssl-engine-provider",
                        NodeSslEngines.class.getName(),
                        FOLDER,
                        folder.toString(),
                        CLUSTER,
                        cluster),
                "the node's certificate");
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
        return OptionConverters.toScala(tls.refusal(session).map(Throwable.class::cast));
    }
}
