package menhir.client.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.client.terminal.TerminalText;

/**
 * The address of a server.
 *
 * @param host name or address; an IPv6 address is in brackets
 * @param https whether it speaks https
 */
public record ServerAddress(String host, int port, boolean https) {

    private static final Pattern FORMAT =
            Pattern.compile("(https?://)?([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))/?");

    /**
     * Parses {@code host:port} or {@code https://host:port}.
     *
     * @throws IllegalArgumentException if the text has another format or the port is out of range
     */
    public static ServerAddress parse(String text) {
        Matcher matcher = FORMAT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + TerminalText.line(text) + "' is not of the form host:port or https://host:port");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
        }
        ServerAddress address = new ServerAddress(matcher.group(2), port, "https://".equals(matcher.group(1)));
        if (!address.isUri()) {
            throw new IllegalArgumentException("'" + TerminalText.line(text) + "' has no valid host name");
        }
        return address;
    }

    /** Java sends requests only to hosts that its URIs know: no underscores, for example. */
    private boolean isUri() {
        try {
            return new URI("http://" + authority() + "/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * The URI of a resource on this server.
     *
     * @param path percent-encoded, with its query, starting with a slash
     */
    public URI uri(String path) {
        return URI.create((https ? "https://" : "http://") + authority() + path);
    }

    /** The same address, with https if the other one has it: servers name each other without it. */
    public ServerAddress likewise(ServerAddress other) {
        return new ServerAddress(host, port, other.https);
    }

    /** {@code host:port}, whatever it speaks. */
    public String authority() {
        return host + ":" + port;
    }

    /** Looks the host up in DNS; the result is unresolved if the host is unknown. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    @Override
    public String toString() {
        return https ? "https://" + authority() : authority();
    }
}
