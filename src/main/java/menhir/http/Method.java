package menhir.http;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import org.jspecify.annotations.Nullable;

/** The methods that routes have; HEAD and OPTIONS follow from them. */
enum Method {
    GET,
    PUT,
    POST;

    /** HEAD is a GET whose body stays here. Null for a method that no route has. */
    static @Nullable Method of(HttpMethod method) {
        if (method == HttpMethods.GET || method == HttpMethods.HEAD) {
            return GET;
        } else if (method == HttpMethods.POST) {
            return POST;
        } else if (method == HttpMethods.PUT) {
            return PUT;
        }
        return null;
    }
}
