package menhir.http.server;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import org.jspecify.annotations.Nullable;

/** The methods of routes. HEAD follows from a safe GET; the router answers OPTIONS itself. */
public enum Method {
    GET,
    HEAD,
    PUT,
    POST,
    DELETE;

    /** Null for a method that no route has. */
    static @Nullable Method of(HttpMethod method) {
        if (method == HttpMethods.GET) {
            return GET;
        } else if (method == HttpMethods.HEAD) {
            return HEAD;
        } else if (method == HttpMethods.POST) {
            return POST;
        } else if (method == HttpMethods.PUT) {
            return PUT;
        } else if (method == HttpMethods.DELETE) {
            return DELETE;
        }
        return null;
    }
}
