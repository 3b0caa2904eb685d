package menhir.certificates;

/** A certificate or a key that cannot be used. The message is one line for the operator. */
public final class CertificateFileException extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateFileException(String message) {
        super(message);
    }

    CertificateFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
