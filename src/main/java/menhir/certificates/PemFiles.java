package menhir.certificates;

import java.io.IOException;
import java.io.InputStream;
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
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Certificates and RSA keys as PEM files (RFC 7468), which only their owner can read. Each is written completely or not at all. */
final class PemFiles {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final int LINE_CHARACTERS = 64;

    private PemFiles() {}

    static void write(Path file, X509Certificate certificate) throws IOException {
        try {
            write(file, CERTIFICATE, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate of our own has no encoding", e);
        }
    }

    static void write(Path file, PrivateKey key) throws IOException {
        write(file, PRIVATE_KEY, key.getEncoded());
    }

    private static void write(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
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

    private static CertificateFileException unreadable(Path file, IOException e) {
        return new CertificateFileException(file + (Files.exists(file) ? " cannot be read" : " does not exist"), e);
    }
}
