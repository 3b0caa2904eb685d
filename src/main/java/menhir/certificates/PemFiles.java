package menhir.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys as PEM files (RFC 7468). Those that are written have certificates or one RSA key; only their owner can
 * read them, completely or not at all.
 */
final class PemFiles {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final int LINE_CHARACTERS = 64;
    private static final int MOST_BYTES = 64 * 1024;

    private PemFiles() {}

    static void write(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                text.append(pem(CERTIFICATE, certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read or made has no encoding", e);
        }
        write(file, text.toString());
    }

    static void write(Path file, PrivateKey key) throws IOException {
        write(file, pem(PRIVATE_KEY, key.getEncoded()));
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static void write(Path file, String text) throws IOException {
        Path incomplete = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        OwnerOnly.createFile(incomplete);
        try (FileChannel channel = FileChannel.open(incomplete, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static X509Certificate readCertificate(Path file) throws CertificateFileException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (CertificateException e) {
            throw new CertificateFileException(file + " is not a certificate in PEM", e);
        }
    }

    /** An RSA key in PKCS #8. */
    static PrivateKey readKey(Path file) throws CertificateFileException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        try {
            String body = String.join(
                    "", lines.stream().filter(line -> !line.startsWith("-----")).toList());
            byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new CertificateFileException(file + " is not an RSA key in PEM (PKCS #8, not encrypted)", e);
        }
    }

    /** All certificates of a file, at least one. */
    static List<X509Certificate> readChain(Path file) throws CertificateFileException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate each : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file)))) {
                chain.add((X509Certificate) each);
            }
        } catch (CertificateException e) {
            throw new CertificateFileException(file + " has something else than certificates in PEM", e);
        }
        if (chain.isEmpty()) {
            throw new CertificateFileException(file + " has no certificate in PEM");
        }
        return List.copyOf(chain);
    }

    /** An RSA or EC key, in PKCS #8 or in the older formats of OpenSSL. */
    static PrivateKey readAnyKey(Path file) throws CertificateFileException {
        String text = new String(read(file), StandardCharsets.ISO_8859_1);
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            Object found = parser.readObject();
            while (found != null) {
                if (found instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo key) {
                    return key(key);
                }
                if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new CertificateFileException(
                            file + " is encrypted: a node needs a key without a password, which only it can read");
                }
                found = parser.readObject();
            }
        } catch (IOException | RuntimeException | GeneralSecurityException e) {
            // The parser says many things about bytes that it does not understand.
            throw noKey(file, e);
        }
        throw noKey(file, null);
    }

    private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        boolean isRsa = info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        return KeyFactory.getInstance(isRsa ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static CertificateFileException noKey(Path file, @Nullable Exception cause) {
        return new CertificateFileException(file + " has no RSA or EC key in PEM", cause);
    }

    private static byte[] read(Path file) throws CertificateFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CertificateFileException(file + " has more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CertificateFileException unreadable(Path file, IOException e) {
        return new CertificateFileException(file + (Files.exists(file) ? " cannot be read" : " does not exist"), e);
    }
}
