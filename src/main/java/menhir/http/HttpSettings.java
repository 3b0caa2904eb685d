package menhir.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import menhir.backup.Origin;
import menhir.http.access.ApiKey;
import menhir.http.access.Role;
import menhir.http.access.SitePolicy;
import menhir.http.server.HttpLimits;
import menhir.store.StoreKind;

/**
 * Settings of the HTTP server. {@code menhir.config.Settings} has checked the values that come from the node's configuration,
 * so they are not checked again.
 *
 * @param host address to bind to
 * @param port to bind to; 0 for a free one
 * @param anonymous what a caller without a key may do
 * @param keys of all other callers
 * @param authId id that may change scores through the Olympics' paths; empty to reject all changes
 * @param rootStore store whose orders are at {@code /orders}
 * @param dialects kinds of stores whose dialects are spoken
 * @param sites whose pages may use this server
 * @param origin of backups that this server sends
 * @param tls makes the TLS engine of each new connection; empty for clear text
 * @param version of this server, for {@code /version} and the {@code Server} header
 */
public record HttpSettings(
        String host,
        int port,
        Role anonymous,
        List<ApiKey> keys,
        Optional<String> authId,
        String rootStore,
        Set<StoreKind> dialects,
        String version,
        SitePolicy sites,
        Origin origin,
        HttpLimits limits,
        Optional<Supplier<SSLEngine>> tls) {

    /** Settings with the standard limits, without keys and id: everyone may order. */
    public static HttpSettings defaults(String host, int port, String rootStore, String version) {
        return new HttpSettings(
                host,
                port,
                Role.ORDER,
                List.of(),
                Optional.empty(),
                rootStore,
                Set.of(StoreKind.values()),
                version,
                SitePolicy.ANY_HOST,
                new Origin("menhir", 1, "node", version),
                HttpLimits.STANDARD,
                Optional.empty());
    }

    /** With more keys. */
    public HttpSettings withKeys(List<ApiKey> others) {
        List<ApiKey> all = Stream.concat(keys.stream(), others.stream()).toList();
        return new HttpSettings(
                host, port, anonymous, all, authId, rootStore, dialects, version, sites, origin, limits, tls);
    }

    public HttpSettings withPort(int other) {
        return new HttpSettings(
                host, other, anonymous, keys, authId, rootStore, dialects, version, sites, origin, limits, tls);
    }

    public HttpSettings withAnonymous(Role other) {
        return new HttpSettings(
                host, port, other, keys, authId, rootStore, dialects, version, sites, origin, limits, tls);
    }

    public HttpSettings withAuthId(String id) {
        return new HttpSettings(
                host, port, anonymous, keys, Optional.of(id), rootStore, dialects, version, sites, origin, limits, tls);
    }

    public HttpSettings withRootStore(String store) {
        return new HttpSettings(
                host, port, anonymous, keys, authId, store, dialects, version, sites, origin, limits, tls);
    }

    public HttpSettings withDialects(Set<StoreKind> other) {
        return new HttpSettings(
                host, port, anonymous, keys, authId, rootStore, other, version, sites, origin, limits, tls);
    }

    public HttpSettings withSites(SitePolicy other) {
        return new HttpSettings(
                host, port, anonymous, keys, authId, rootStore, dialects, version, other, origin, limits, tls);
    }

    public HttpSettings withLimits(HttpLimits other) {
        return new HttpSettings(
                host, port, anonymous, keys, authId, rootStore, dialects, version, sites, origin, other, tls);
    }

    public HttpSettings withOrigin(Origin other) {
        return new HttpSettings(
                host, port, anonymous, keys, authId, rootStore, dialects, version, sites, other, limits, tls);
    }

    public HttpSettings withTls(Supplier<SSLEngine> engines) {
        return new HttpSettings(
                host,
                port,
                anonymous,
                keys,
                authId,
                rootStore,
                dialects,
                version,
                sites,
                origin,
                limits,
                Optional.of(engines));
    }

    /** Without the secrets, because settings end up in logs. */
    @Override
    public String toString() {
        return "HttpSettings[" + host + ":" + port + ", " + keys.size() + " keys, without one " + anonymous
                + ", root store " + rootStore + ", version " + version + ", " + limits + "]";
    }
}
