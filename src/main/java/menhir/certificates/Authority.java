package menhir.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues the certificates of a cluster's nodes (RFC 5280). Who has its key can make a node that the others trust.
 *
 * <p>Keys are RSA, as those of clusters that exist are.
 */
final class Authority {
    static final String SIGNATURE = "SHA256withRSA";

    /** How long an authority can issue certificates. */
    static final Duration OWN_LIFE = Duration.ofDays(20 * 365);

    private static final int KEY_BITS = 2048;
    private static final int SERIAL_BITS = 127;

    /** Certificates are valid from a little before they are issued, since the clocks of machines differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);

    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Reads an authority.
     *
     * @throws CertificateFileException if its files cannot be used
     */
    static Authority read(Path certificateFile, Path keyFile) throws CertificateFileException {
        X509Certificate certificate = PemFiles.readCertificate(certificateFile);
        PrivateKey key = PemFiles.readKey(keyFile);
        if (!KeyMatch.of(key, certificate.getPublicKey())) {
            throw new CertificateFileException(keyFile + " is not the key of " + certificateFile);
        }
        return new Authority(certificate, key);
    }

    /** Makes an authority, and writes its files, the certificate last: a key alone is left over from an interruption. */
    static Authority create(String cluster, Path certificateFile, Path keyFile) throws IOException {
        KeyPair keys = newKeys();
        // No two authorities have the same name, which is how Java finds the issuer of a certificate.
        String unique = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
        X500Principal name = new X500Principal("CN=" + cluster + " nodes, OU=" + unique);
        try {
            X509v3CertificateBuilder builder = builder(
                            name, name, keys.getPublic(), Instant.now().plus(OWN_LIFE))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            X509Certificate certificate = sign(builder, keys.getPrivate());
            PemFiles.write(keyFile, keys.getPrivate());
            PemFiles.write(certificateFile, List.of(certificate));
            return new Authority(certificate, keys.getPrivate());
        } catch (CertIOException e) {
            throw new IllegalStateException("the certificate of an authority cannot be built", e);
        }
    }

    /**
     * Makes a new key and certificate for a node, in place of those that the folder may have.
     *
     * @param folder is created if it does not exist
     * @param life how long the certificate is valid, at most as long as the authority
     * @param trusted the certificates of the authorities that the node is to trust
     */
    NodeCertificate issue(String cluster, String node, Duration life, Path folder, List<X509Certificate> trusted)
            throws IOException {
        KeyPair keys = newKeys();
        try {
            X509v3CertificateBuilder builder = builder(
                            certificate.getSubjectX500Principal(),
                            new X500Principal("CN=" + node + "." + cluster),
                            keys.getPublic(),
                            earlier(
                                    Instant.now().plus(life),
                                    certificate.getNotAfter().toInstant()))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, cluster)))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            X509Certificate issued = sign(builder, key);
            NodeCertificate files = new NodeCertificate(folder);
            OwnerOnly.createFolders(folder);
            PemFiles.write(files.authorities(), trusted);
            PemFiles.write(files.key(), keys.getPrivate());
            PemFiles.write(files.certificate(), List.of(issued));
            return files;
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("the certificate of " + node + " cannot be built", e);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant until) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(CLOCK_DIFFERENCE)),
                Date.from(until),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no RSA", e);
        }
    }
}
