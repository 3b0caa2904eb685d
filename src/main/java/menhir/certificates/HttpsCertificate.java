package menhir.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import menhir.config.WatchedFiles;

/**
 * The certificate of an HTTPS port. Its files are read again when they have changed; connections that are open keep theirs. {@link
 * #refresh} is for one thread, all else for any.
 */
public final class HttpsCertificate implements Supplier<SSLEngine> {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** With forward secrecy and authenticated encryption only. */
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    };

    private record Current(SSLContext context, Instant expires) {}

    private final Path chainFile;
    private final Path keyFile;
    private volatile Current current;
    private final WatchedFiles files;

    private HttpsCertificate(Path chainFile, Path keyFile, Instant now) throws CertificateFileException {
        this.chainFile = chainFile;
        this.keyFile = keyFile;
        this.files = new WatchedFiles(chainFile, keyFile);
        this.current = load(now);
    }

    /**
     * Reads the files.
     *
     * @param chainFile PEM: the certificate of the server first, then those of its issuers
     * @param keyFile PEM: its RSA or EC key, not encrypted
     * @throws CertificateFileException names the file and what is wrong with it
     */
    public static HttpsCertificate read(Path chainFile, Path keyFile, Instant now) throws CertificateFileException {
        return new HttpsCertificate(chainFile, keyFile, now);
    }

    /**
     * Reads the files again if they have changed, and have not changed since the last call: a certificate and its key are not
     * replaced at the same instant. Files that cannot be used leave the ones before in use, and are not tried again.
     *
     * @return what came of it; empty if the files were not read
     */
    public Optional<FileChange> refresh(Instant now) {
        if (!files.haveChanged()) {
            return Optional.empty();
        }
        try {
            current = load(now);
            return Optional.of(new FileChange(null));
        } catch (CertificateFileException e) {
            return Optional.of(new FileChange(e.getMessage()));
        }
    }

    /** The engine of a new connection. */
    @Override
    public SSLEngine get() {
        SSLEngine engine = current.context().createSSLEngine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(CIPHERS);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        engine.setUseClientMode(false);
        return engine;
    }

    /** When the certificate expires. */
    public Instant expires() {
        return current.expires();
    }

    /** Whether the group of the key's file can read it. */
    public boolean isKeyOpenToGroup() {
        try {
            return OwnerOnly.isOpenToGroup(keyFile);
        } catch (IOException e) {
            return false;
        }
    }

    private Current load(Instant now) throws CertificateFileException {
        ServerCertificate certificate = ServerCertificate.read(chainFile, keyFile, now);
        return new Current(certificate.context(), certificate.expires());
    }
}
