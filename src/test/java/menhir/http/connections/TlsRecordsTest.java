package menhir.http.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** What a client can send before it has a certificate to look at. All else is in HttpsTest. */
class TlsRecordsTest {
    private static final byte[] HEAD = {22, 3, 1, 0x70, 0};

    private static TlsRecords records() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        return new TlsRecords(engine);
    }

    /** The engine would take it, and wait for all of it. */
    @Test
    void shouldNotCollectARecordThatIsTooLarge() throws Exception {
        TlsRecords records = records();
        records.receive(ByteString.fromArray(HEAD));
        assertThat(records.handshake()).isEqualTo(TlsRecords.Need.BYTES);
        records.receive(ByteString.fromArray(new byte[20_000]));
        assertThatThrownBy(records::handshake)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("a record has more than");
    }
}
