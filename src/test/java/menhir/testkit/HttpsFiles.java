package menhir.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for this machine, which is its own authority, and its key, as files of an operator. */
public final class HttpsFiles {
    public final Path certificate;
    public final Path key;

    /** Files in a folder, which are not written yet. */
    public HttpsFiles(Path folder) {
        certificate = folder.resolve("https.crt");
        key = folder.resolve("https.key");
    }

    /** Writes a new certificate that is valid now, with an EC key. Returns its serial number. */
    public BigInteger write() {
        return write("EC", Duration.ofDays(30));
    }

    /**
     * Writes a new certificate.
     *
     * @param algorithm RSA or EC
     * @param remaining for how long it is valid; negative if it has expired
     */
    public BigInteger write(String algorithm, Duration remaining) {
        try {
            KeyPair keys = newKeys(algorithm);
            X509Certificate made = certificate(keys, remaining);
            writeKey(keys.getPrivate());
            write(certificate, made);
            return made.getSerialNumber();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes another key, which is not that of the certificate. */
    public void writeOtherKey() throws Exception {
        writeKey(newKeys("EC").getPrivate());
    }

    private void writeKey(PrivateKey made) throws IOException {
        // The writer has the older format for RSA, and none that can be read for EC.
        write(key, made.getAlgorithm().equals("RSA") ? made : new JcaPKCS8Generator(made, null));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private static KeyPair newKeys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair keys, Duration remaining)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=localhost");
        Instant until = Instant.now().plus(remaining);
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(64, new SecureRandom()),
                Date.from(until.minus(Duration.ofDays(60))),
                Date.from(until),
                name,
                keys.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        String signature = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
    }

    private static void write(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(text.toString());
        }
    }
}
