package menhir.client.http;

/** Sends API calls and returns their results. */
public interface ApiCaller {

    /**
     * Sends the call until a server gives a usable response.
     *
     * @throws NoServerException if the deadline has passed, or every server has given an unusable response
     */
    <T> T send(ApiCall<T> call) throws InterruptedException;
}
