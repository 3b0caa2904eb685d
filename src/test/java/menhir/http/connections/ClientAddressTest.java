package menhir.http.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void shouldTellAddressesOfIpv4Apart() throws Exception {
        assertThat(of("192.0.2.1")).isEqualTo(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
        assertThat(of("::ffff:192.0.2.1")).isEqualTo(of("192.0.2.1"));
    }

    @Test
    void shouldTakeANetworkOfIpv6ForOneClient() throws Exception {
        assertThat(of("2001:db8:0:1::1"))
                .isEqualTo(of("2001:db8:0:ff:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(of("2001:db8:0:100::1"));
    }

    /** A literal address: no name is resolved. */
    private static String of(String literal) throws UnknownHostException {
        return ClientAddress.of(InetAddress.getByName(literal));
    }
}
