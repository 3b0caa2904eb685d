package menhir.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The authority of a cluster in its folder and, during a change, the next or the previous one. A new authority takes over in three
 * steps, between which all nodes get new files: first they trust it beside the old one, then it issues their certificates, and
 * then they trust it alone. Each step can be repeated, also when it was interrupted.
 */
final class AuthorityFolder {
    private final Path folder;
    private final String cluster;
    private final Path certificate;
    private final Path key;
    private final Path nextCertificate;
    private final Path nextKey;
    private final Path oldCertificate;

    AuthorityFolder(Path folder, String cluster) {
        this.folder = folder;
        this.cluster = cluster;
        certificate = folder.resolve("ca.crt");
        key = folder.resolve("ca.key");
        nextCertificate = folder.resolve("next-ca.crt");
        nextKey = folder.resolve("next-ca.key");
        oldCertificate = folder.resolve("old-ca.crt");
    }

    /**
     * The authority that issues, which is made if there is none.
     *
     * @throws CertificateFileException if its files cannot be used
     */
    Authority current() throws IOException, CertificateFileException {
        return Files.exists(certificate)
                ? Authority.read(certificate, key)
                : Authority.create(cluster, certificate, key);
    }

    /** The certificates of the authorities that nodes are to trust now. */
    List<X509Certificate> trusted() throws CertificateFileException {
        List<X509Certificate> trusted = new ArrayList<>();
        trusted.add(PemFiles.readCertificate(certificate));
        for (Path other : List.of(nextCertificate, oldCertificate)) {
            if (Files.exists(other)) {
                trusted.add(PemFiles.readCertificate(other));
            }
        }
        return trusted;
    }

    /**
     * Makes a new authority, unless there is one: nodes are to trust it from now on.
     *
     * @throws CertificateFileException if there is none that it could follow, or the one before that is still trusted
     */
    void trustNext() throws IOException, CertificateFileException {
        if (!Files.exists(certificate)) {
            throw new CertificateFileException("there is no authority in " + folder
                    + ": --out must name the folder in which the nodes' certificates were made");
        }
        if (Files.exists(oldCertificate)) {
            throw new CertificateFileException(
                    "nodes still trust the authority before, " + oldCertificate + ": first run --new-authority forget");
        }
        if (!Files.exists(nextCertificate)) {
            Authority.create(cluster, nextCertificate, nextKey);
        }
    }

    /**
     * Makes the new authority the issuer; does nothing if it already is. The key of the one before is gone then.
     *
     * @throws CertificateFileException if there is none, its files cannot be used, or a node's files lack it
     */
    void useNext() throws IOException, CertificateFileException {
        if (!Files.exists(nextCertificate)) {
            if (Files.exists(oldCertificate)) {
                return;
            }
            throw new CertificateFileException(
                    "there is no new authority in " + folder + ": first run --new-authority trust");
        }
        // After an interruption its key may be in place already. Nothing is written before the pair is known to fit.
        Authority.read(nextCertificate, Files.exists(nextKey) ? nextKey : key);
        X509Certificate next = PemFiles.readCertificate(nextCertificate);
        for (NodeCertificate node : nodes()) {
            if (!PemFiles.readChain(node.authorities()).contains(next)) {
                throw new CertificateFileException(node.authorities()
                        + " does not have the new authority: first run --new-authority trust for all nodes");
            }
        }
        if (!Files.exists(oldCertificate)) {
            PemFiles.write(oldCertificate, List.of(PemFiles.readCertificate(certificate)));
        }
        if (Files.exists(nextKey)) {
            Files.move(nextKey, key, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(nextCertificate, certificate, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Has all nodes with a folder here trust the authority that issues, and no other.
     *
     * @throws CertificateFileException if a new one is still to take over, or a node's certificate is of another
     */
    void forgetOld() throws IOException, CertificateFileException {
        if (Files.exists(nextCertificate)) {
            throw new CertificateFileException(
                    "the new authority in " + folder + " has not taken over: first run --new-authority use");
        }
        X509Certificate issuer = PemFiles.readCertificate(certificate);
        List<NodeCertificate> nodes = nodes();
        for (NodeCertificate node : nodes) {
            if (!NodeCertificate.isIssuer(issuer, PemFiles.readCertificate(node.certificate()))) {
                throw new CertificateFileException(node.certificate()
                        + " is not of the new authority: first run --new-authority use for all nodes");
            }
        }
        for (NodeCertificate node : nodes) {
            PemFiles.write(node.authorities(), List.of(issuer));
        }
        Files.deleteIfExists(oldCertificate);
    }

    /** The nodes that have files here; their keys may have been moved to them. */
    private List<NodeCertificate> nodes() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(NodeCertificate::new)
                    .filter(node -> Files.exists(node.authorities()))
                    .sorted(Comparator.comparing(NodeCertificate::folder))
                    .toList();
        }
    }
}
