package menhir.http;

import java.util.Optional;
import menhir.backup.Origin;
import menhir.http.server.HttpLimits;
import menhir.http.server.SitePolicy;

/**
 * Settings of the HTTP server. {@code menhir.config.Settings} has checked the values that come from the node's configuration,
 * so they are not checked again.
 *
 * @param host address to bind to
 * @param port to bind to; 0 for a free one
 * @param adminToken bearer token of administrative requests; empty to reject them all
 * @param authId id that may change scores through the Olympics' paths; empty to reject all changes
 * @param rootStore store whose orders are at {@code /orders}
 * @param sites whose pages may use this server
 * @param origin of backups that this server sends
 * @param version of this server, for {@code /version} and the {@code Server} header
 */
public record HttpSettings(
        String host,
        int port,
        Optional<String> adminToken,
        Optional<String> authId,
        String rootStore,
        String version,
        SitePolicy sites,
        Origin origin,
        HttpLimits limits) {

    /** Settings with the standard limits, without token and id. */
    public static HttpSettings defaults(String host, int port, String rootStore, String version) {
        return new HttpSettings(
                host,
                port,
                Optional.empty(),
                Optional.empty(),
                rootStore,
                version,
                SitePolicy.ANY_HOST,
                new Origin("menhir", 1, "node", version),
                HttpLimits.STANDARD);
    }

    public HttpSettings withAdminToken(String token) {
        return new HttpSettings(host, port, Optional.of(token), authId, rootStore, version, sites, origin, limits);
    }

    public HttpSettings withAuthId(String id) {
        return new HttpSettings(host, port, adminToken, Optional.of(id), rootStore, version, sites, origin, limits);
    }

    public HttpSettings withRootStore(String store) {
        return new HttpSettings(host, port, adminToken, authId, store, version, sites, origin, limits);
    }

    public HttpSettings withSites(SitePolicy other) {
        return new HttpSettings(host, port, adminToken, authId, rootStore, version, other, origin, limits);
    }

    public HttpSettings withLimits(HttpLimits other) {
        return new HttpSettings(host, port, adminToken, authId, rootStore, version, sites, origin, other);
    }

    public HttpSettings withOrigin(Origin other) {
        return new HttpSettings(host, port, adminToken, authId, rootStore, version, sites, other, limits);
    }

    /** Without the secrets, because settings end up in logs. */
    @Override
    public String toString() {
        return "HttpSettings[" + host + ":" + port + ", administration " + (adminToken.isPresent() ? "on" : "off")
                + ", root store " + rootStore + ", version " + version + ", " + limits + "]";
    }
}
