package menhir.http.connections;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells clients apart. A client of IPv6 has many networks, of which 56 bits are usually the same (RFC 6177, section 2), so only
 * these count.
 */
final class ClientAddress {
    private static final int NETWORK_BYTES = 7;

    private ClientAddress() {}

    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
