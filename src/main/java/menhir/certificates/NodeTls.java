package menhir.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * How a node encrypts what it sends to the others, and recognises them: by TLS 1.3, in which both sides show a certificate of an
 * authority that the other trusts, and of the same cluster. Files that have changed are used for new connections within ten
 * seconds; open ones stay as they are. Files that cannot be used leave the ones before in use. Thread-safe.
 */
public final class NodeTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256"};
    private static final char[] NO_PASSWORD = {};

    /** How old what was read may be. */
    private static final Duration AGE = Duration.ofSeconds(10);

    private final NodeCertificate files;
    private final String cluster;
    private final Clock clock;
    private final Consumer<String> warnings;
    private NodeCertificate.Contents contents;
    private SSLContext context;
    private Instant read;
    private boolean failing;

    private NodeTls(NodeCertificate files, String cluster, Clock clock, Consumer<String> warnings)
            throws CertificateFileException {
        this.files = files;
        this.cluster = cluster;
        this.clock = clock;
        this.warnings = warnings;
        read = clock.instant();
        contents = files.read(cluster, read);
        context = context(contents);
    }

    /**
     * Reads the files.
     *
     * @param warnings gets a line when files cannot be used any more
     * @throws CertificateFileException names the file and what is wrong with it
     */
    public static NodeTls of(NodeCertificate files, String cluster, Clock clock, Consumer<String> warnings)
            throws CertificateFileException {
        return new NodeTls(files, cluster, clock, warnings);
    }

    /** The engine of a connection that this node has accepted. */
    public SSLEngine server() {
        SSLEngine engine = engine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    /** The engine of a connection that this node opens. */
    public SSLEngine client() {
        SSLEngine engine = engine();
        engine.setUseClientMode(true);
        return engine;
    }

    private SSLEngine engine() {
        SSLEngine engine = current().createSSLEngine();
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setEnabledCipherSuites(CIPHERS);
        return engine;
    }

    private synchronized SSLContext current() {
        Instant now = clock.instant();
        if (Duration.between(read, now).abs().compareTo(AGE) >= 0) {
            read = now;
            readAgain(now);
        }
        return context;
    }

    private void readAgain(Instant now) {
        try {
            NodeCertificate.Contents found = files.read(cluster, now);
            failing = false;
            if (!found.equals(contents)) {
                contents = found;
                context = context(found);
            }
        } catch (CertificateFileException unusable) {
            if (!failing) {
                failing = true;
                warnings.accept(String.valueOf(unusable.getMessage()));
            }
        }
    }

    /** Why the other side of a connection, whose certificate is of a trusted authority, is no node of the cluster; empty if it is. */
    public Optional<Exception> refusal(SSLSession session) {
        try {
            Certificate peer = session.getPeerCertificates()[0];
            return peer instanceof X509Certificate certificate && NodeCertificate.isFor(cluster, certificate)
                    ? Optional.empty()
                    : Optional.of(new CertificateFileException("the certificate is not of a node of " + cluster));
        } catch (SSLPeerUnverifiedException | CertificateFileException none) {
            return Optional.of(none);
        }
    }

    private static SSLContext context(NodeCertificate.Contents contents) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, NO_PASSWORD);
            own.setKeyEntry("node", contents.key(), NO_PASSWORD, new Certificate[] {contents.own()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), TrustedAuthorities.managers(contents.authorities()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates that were checked cannot be used", e);
        }
    }
}
