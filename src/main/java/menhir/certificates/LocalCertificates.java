package menhir.certificates;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A folder with an authority and, in a folder for each node, the certificates that it has issued. The nodes of a cluster on one
 * machine share it, and each makes its own certificate when it starts for the first time. For several machines it is made on
 * one of them, and each node gets its own folder only.
 */
public final class LocalCertificates {
    /** How long the certificate of a node is valid, unless another time is asked for. */
    public static final Duration LIFE = Duration.ofDays(10 * 365);

    /** How long it can be valid: as long as the authority. */
    public static final Duration LONGEST_LIFE = Authority.OWN_LIFE;

    private final Path folder;
    private final String cluster;
    private final AuthorityFolder authorities;

    /** The steps in which a new authority takes over. After each, all nodes need new files, and ten seconds. */
    public enum AuthorityStep {
        /** Nodes trust a new authority beside the old one, which still issues. */
        TRUST,
        /** The new one issues; nodes trust both. */
        USE,
        /** Nodes trust the new one only. */
        FORGET
    }

    public LocalCertificates(Path folder, String cluster) {
        this.folder = folder;
        this.cluster = cluster;
        authorities = new AuthorityFolder(folder, cluster);
    }

    /** The certificate of a node, which may not exist. */
    public NodeCertificate of(String node) {
        return new NodeCertificate(folder.resolve(node));
    }

    /**
     * Makes a node's certificate, and the authority before the first one. Several processes may do so at a time.
     *
     * @throws CertificateFileException if the authority's files cannot be used
     */
    public NodeCertificate issue(String node, Duration life) throws IOException, CertificateFileException {
        try (FileChannel lock = openLock()) {
            // Released when the channel is closed.
            lock.lock();
            return authorities.current().issue(cluster, node, life, of(node).folder(), authorities.trusted());
        }
    }

    /**
     * Does a step of a new authority. After {@code TRUST} and {@code USE}, nodes' files change when they are issued anew.
     *
     * @throws CertificateFileException if the step before was not done for all nodes
     */
    public void change(AuthorityStep step) throws IOException, CertificateFileException {
        try (FileChannel lock = openLock()) {
            // Released when the channel is closed.
            lock.lock();
            switch (step) {
                case TRUST -> authorities.trustNext();
                case USE -> authorities.useNext();
                case FORGET -> authorities.forgetOld();
            }
        }
    }

    /** The file by which processes exclude each other, in the folder, which is made if there is none. */
    private FileChannel openLock() throws IOException {
        OwnerOnly.createFolders(folder);
        return FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
