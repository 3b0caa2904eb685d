package menhir.certificates;

import org.jspecify.annotations.Nullable;

/** A certificate or a key that cannot be used. The message is one line for the operator. */
public final class CertificateFileException extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateFileException(String message) {
        super(message);
    }

    CertificateFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
