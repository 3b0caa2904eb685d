package menhir.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a server shows to its clients.
 *
 * @param chain its certificate first, then that of its issuer, and so on, as far as clients do not have them
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final char[] NO_PASSWORD = {};

    /** Sessions that can be resumed, and for how long. Each takes some memory. */
    private static final int SESSIONS = 4096;

    private static final int SESSION_SECONDS = 3600;

    /**
     * Reads and checks the files.
     *
     * @throws CertificateFileException names the file and what is wrong with it
     */
    static ServerCertificate read(Path chainFile, Path keyFile, Instant now) throws CertificateFileException {
        List<X509Certificate> chain = PemFiles.readChain(chainFile);
        PrivateKey key = PemFiles.readAnyKey(keyFile);
        requireSecret(keyFile);
        if (!KeyMatch.of(key, chain.get(0).getPublicKey())) {
            throw new CertificateFileException(keyFile + " is not the key of the first certificate in " + chainFile);
        }
        NodeCertificate.requireValid(chainFile, chain.get(0), now);
        for (int i = 1; i < chain.size(); i++) {
            if (!NodeCertificate.isIssuer(chain.get(i), chain.get(i - 1))) {
                throw new CertificateFileException(chainFile
                        + " must have the certificate of the server first, and after each that of its issuer");
            }
        }
        return new ServerCertificate(chain, key);
    }

    private static void requireSecret(Path keyFile) throws CertificateFileException {
        try {
            if (OwnerOnly.isOpenToAll(keyFile)) {
                throw new CertificateFileException(
                        "every user of this machine can read the key " + keyFile + ": run chmod 600 " + keyFile);
            }
        } catch (IOException e) {
            throw new CertificateFileException("the permissions of " + keyFile + " cannot be read", e);
        }
    }

    /** When it expires. Clients may know other certificates of its issuers, so theirs do not matter. */
    Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** For connections that show this certificate. */
    SSLContext context() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            context.getServerSessionContext().setSessionCacheSize(SESSIONS);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate that was checked cannot be used", e);
        }
    }
}
