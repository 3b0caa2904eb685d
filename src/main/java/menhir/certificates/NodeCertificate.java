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
 * What a node needs to be recognised by the others: its key, its certificate, and the certificates of the authorities that it
 * trusts: one, or two while a new one takes the place of the old. A certificate names its node and its cluster; a node accepts
 * those of its own cluster only.
 *
 * @param folder has the three files
 */
public record NodeCertificate(Path folder) {
    private static final int DNS_NAME = 2;

    public Path key() {
        return folder.resolve("node.key");
    }

    public Path certificate() {
        return folder.resolve("node.crt");
    }

    public Path authorities() {
        return folder.resolve("ca.crt");
    }

    /** Whether one of the three files is missing. */
    public boolean isIncomplete() {
        return !(Files.exists(key()) && Files.exists(certificate()) && Files.exists(authorities()));
    }

    /**
     * Checks that a node of a cluster can use the files.
     *
     * @throws CertificateFileException names the file and what is wrong with it
     */
    public void check(String cluster, Instant now) throws CertificateFileException {
        read(cluster, now);
    }

    /** Reads and checks the files, likewise. */
    Contents read(String cluster, Instant now) throws CertificateFileException {
        X509Certificate own = PemFiles.readCertificate(certificate());
        List<X509Certificate> authorities = PemFiles.readChain(authorities());
        for (X509Certificate authority : authorities) {
            if (authority.getBasicConstraints() < 0) {
                throw new CertificateFileException(authorities() + " has a certificate that is not of an authority");
            }
        }
        PrivateKey privateKey = PemFiles.readKey(key());
        X509Certificate issuer = issuer(own, authorities);
        if (!KeyMatch.of(privateKey, own.getPublicKey())) {
            throw new CertificateFileException(key() + " is not the key of " + certificate());
        }
        if (!isFor(cluster, own)) {
            throw new CertificateFileException(
                    certificate() + " is for the cluster " + String.join(", ", clusters(own)) + ", not for " + cluster);
        }
        requireValid(certificate(), own, now);
        requireValid(authorities(), issuer, now);
        return new Contents(own, privateKey, authorities, issuer);
    }

    /** What the files have; the issuer is the authority of the node's own certificate. */
    record Contents(X509Certificate own, PrivateKey key, List<X509Certificate> authorities, X509Certificate issuer) {
        /** When the node's certificate, or that of its issuer, expires. */
        Instant expires() {
            Instant first = own.getNotAfter().toInstant();
            Instant second = issuer.getNotAfter().toInstant();
            return first.isBefore(second) ? first : second;
        }
    }

    private X509Certificate issuer(X509Certificate own, List<X509Certificate> authorities)
            throws CertificateFileException {
        for (X509Certificate authority : authorities) {
            if (isIssuer(authority, own)) {
                return authority;
            }
        }
        throw new CertificateFileException(certificate() + " was not issued by an authority of " + authorities());
    }

    static boolean isIssuer(X509Certificate issuer, X509Certificate issued) {
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * When the node's certificate, or that of its issuer, expires.
     *
     * @throws CertificateFileException if one cannot be read
     */
    public Instant expires() throws CertificateFileException {
        X509Certificate own = PemFiles.readCertificate(certificate());
        Instant issuers =
                issuer(own, PemFiles.readChain(authorities())).getNotAfter().toInstant();
        Instant expires = own.getNotAfter().toInstant();
        return expires.isBefore(issuers) ? expires : issuers;
    }

    /** Whether a certificate is that of a node of a cluster. */
    static boolean isFor(String cluster, X509Certificate certificate) throws CertificateFileException {
        return clusters(certificate).contains(cluster);
    }

    static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    static void requireValid(Path file, X509Certificate certificate, Instant now) throws CertificateFileException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (!isValid(certificate, now)) {
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
