package menhir.client.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.client.TerminalText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a server listens.
 *
 * @param host name or address; an IPv6 address stands in brackets
 */
public record ServerAddress(String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))");

    public static ServerAddress parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + TerminalText.line(text) + "' is not of the form host:port");
        }
        int port = Integer.parseInt(form.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
        }
        return new ServerAddress(form.group(1), port);
    }

    /**
     * The address of a resource on this server.
     *
     * @param path percent-encoded, with its query, starting with a slash
     */
    public URI uri(String path) {
        return URI.create("http://" + host + ":" + port + path);
    }

    public InetSocketAddress resolve() {
        return new InetSocketAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    /** For picocli: a wrong address is a usage error. */
    public static final class Converter implements ITypeConverter<ServerAddress> {
        @Override
        public ServerAddress convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        }
    }
}
