package menhir.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import menhir.config.WatchedFiles;

/**
 * How a node encrypts what it sends to the others, and recognises them: by TLS 1.3, in which both sides show a certificate of an
 * authority that the other trusts, and of the same cluster. New connections use new files; open ones stay as they are. {@link
 * #refresh} is for one thread, all else for any.
 */
public final class NodeTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256"};
    private static final char[] NO_PASSWORD = {};

    private record Current(NodeCertificate.Contents contents, SSLContext context) {}

    private final NodeCertificate files;
    private final String cluster;
    private final WatchedFiles watched;
    private volatile Current current;

    private NodeTls(NodeCertificate files, String cluster, Instant now) throws CertificateFileException {
        this.files = files;
        this.cluster = cluster;
        watched = new WatchedFiles(files.key(), files.certificate(), files.authorities());
        current = load(now);
    }

    /**
     * Reads the files.
     *
     * @throws CertificateFileException names the file and what is wrong with it
     */
    public static NodeTls read(NodeCertificate files, String cluster, Instant now) throws CertificateFileException {
        return new NodeTls(files, cluster, now);
    }

    /**
     * Reads the files again if they have changed, and have not changed since the last call: they are not replaced at the same
     * instant. Files that cannot be used leave the ones before in use, and are not tried again.
     *
     * @return what came of it; empty if the files were not read
     */
    public Optional<FileChange> refresh(Instant now) {
        if (!watched.haveChanged()) {
            return Optional.empty();
        }
        try {
            current = load(now);
            return Optional.of(new FileChange(null));
        } catch (CertificateFileException e) {
            return Optional.of(new FileChange(e.getMessage()));
        }
    }

    private Current load(Instant now) throws CertificateFileException {
        NodeCertificate.Contents contents = files.read(cluster, now);
        return new Current(contents, context(contents));
    }

    /** When the certificate in use, or that of its issuer, expires. */
    public Instant expires() {
        return current.contents().expires();
    }

    /** The names of the authorities that are trusted now. */
    public List<String> trusted() {
        return current.contents().authorities().stream()
                .map(authority -> authority.getSubjectX500Principal().getName())
                .toList();
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
        SSLEngine engine = current.context().createSSLEngine();
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setEnabledCipherSuites(CIPHERS);
        return engine;
    }

    /**
     * Why the other side of a connection is no node of the cluster; empty if it is. The certificate is checked again, since a session
     * may have begun before files changed, and Java does not look at the dates of an authority.
     */
    public Optional<Exception> refusal(SSLSession session, Instant now) {
        try {
            Certificate peer = session.getPeerCertificates()[0];
            return peer instanceof X509Certificate certificate
                            && NodeCertificate.isFor(cluster, certificate)
                            && NodeCertificate.isValid(certificate, now)
                            && current.contents().authorities().stream()
                                    .anyMatch(authority -> NodeCertificate.isIssuer(authority, certificate)
                                            && NodeCertificate.isValid(authority, now))
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
