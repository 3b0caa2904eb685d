package menhir.client.http;

/** Is notified of repeated attempts and of changes of the server. */
public interface FailoverListener {

    /** The same request is sent again. */
    void retried();

    /** The next attempt goes to another server. */
    void failedOver();
}
