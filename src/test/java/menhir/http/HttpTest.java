package menhir.http;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test that talks to a server without a cluster. Each test method has a new one. */
public abstract class HttpTest {
    protected TestServer server;

    @BeforeEach
    protected final void startServer() throws Exception {
        server = TestServer.start();
    }

    @AfterEach
    protected final void stopServer() {
        server.close();
    }
}
