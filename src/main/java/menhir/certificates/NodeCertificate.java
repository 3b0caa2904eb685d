package menhir.certificates;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What a node needs to be recognised by the others: its key, its certificate, and the certificate of the authority that all
 * nodes trust. A certificate names its node and its cluster; a node accepts those of its own cluster only.
 *
 * @param folder has the three files
 */
public record NodeCertificate(Path folder) {
    /** The name of the file with the authority's certificate. */
    static final String AUTHORITY = "ca.crt";

    private static final int DNS_NAME = 2;

    public Path key() {
        return folder.resolve("node.key");
    }

    public Path certificate() {
        return folder.resolve("node.crt");
    }

    public Path authority() {
        return folder.resolve(AUTHORITY);
    }

    /** Whether one of the three files is missing. */
    public boolean isIncomplete() {
        return !(Files.exists(key()) && Files.exists(certificate()) && Files.exists(authority()));
    }

    /**
     * Checks that a node of a cluster can use the files.
     *
     * @throws CertificateFileException names the file and what is wrong with it
     */
    public void check(String cluster, Instant now) throws CertificateFileException {
        X509Certificate own = PemFiles.readCertificate(certificate());
        X509Certificate issuer = PemFiles.readCertificate(authority());
        PrivateKey privateKey = PemFiles.readKey(key());
        try {
            own.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateFileException(certificate() + " was not issued by the authority of " + authority(), e);
        }
        if (!KeyMatch.of(privateKey, own.getPublicKey())) {
            throw new CertificateFileException(key() + " is not the key of " + certificate());
        }
        if (!clusters(own).contains(cluster)) {
            throw new CertificateFileException(
                    certificate() + " is for the cluster " + String.join(", ", clusters(own)) + ", not for " + cluster);
        }
        requireValid(certificate(), own, now);
        requireValid(authority(), issuer, now);
    }

    /**
     * When the first of the two certificates expires.
     *
     * @throws CertificateFileException if one cannot be read
     */
    public Instant expires() throws CertificateFileException {
        Instant own = PemFiles.readCertificate(certificate()).getNotAfter().toInstant();
        Instant issuers = PemFiles.readCertificate(authority()).getNotAfter().toInstant();
        return own.isBefore(issuers) ? own : issuers;
    }

    static void requireValid(Path file, X509Certificate certificate, Instant now) throws CertificateFileException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            throw new CertificateFileException(file + " is valid from " + from + " to " + until + ", not at " + now);
        }
    }

    private static List<String> clusters(X509Certificate certificate) throws CertificateFileException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new CertificateFileException("the names in a certificate cannot be read", e);
        }
    }
}
