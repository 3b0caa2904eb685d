package menhir.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** For clients: authorities whose certificates they accept, instead of those that Java knows. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * For connections to servers with a certificate of these authorities.
     *
     * @param file PEM: the certificates of the authorities, or that of a server that is its own
     * @throws CertificateFileException names the file and what is wrong with it
     */
    public static SSLContext context(Path file) throws CertificateFileException {
        List<X509Certificate> authorities = PemFiles.readChain(file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates that were read cannot be used", e);
        }
    }
}
