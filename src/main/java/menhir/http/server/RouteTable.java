package menhir.http.server;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/**
 * The routes as a tree of path segments. A literal segment precedes a parameter. If the literal leads to no route with the
 * method, the parameter is tried: {@code POST /stocks/orders} places an order, {@code GET /stocks/orders} looks up the stock
 * named "orders".
 *
 * <p>A pattern that begins with a parameter ({@code POST /{item}/{quantity}}) would match nearly every path. Such a route is the
 * last resort: it matches only paths whose first segment begins no other route, and {@link #methods} ignores it, so that an
 * unknown path stays unknown (404) and does not become a path with another method (405).
 */
public final class RouteTable {
    private static final int MAX_DEPTH = 8;

    /** A matching route with the decoded path parameters from left to right. */
    record Match(Endpoint endpoint, List<String> parameters) {}

    /** A route with its metrics. */
    record Endpoint(Route route, RouteMetrics metrics) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<Method, Endpoint> endpoints = new EnumMap<>(Method.class);

        @Nullable
        Node parameter;
    }

    private final Node root = new Node();

    /** By the first segment of a path; problem+json where the routes below the segment do not agree. */
    private final Map<String, ErrorFormat> errorFormats = new HashMap<>();

    /** Throws {@link IllegalArgumentException} if two routes have the same method and pattern. */
    RouteTable(List<Endpoint> endpoints) {
        endpoints.forEach(this::add);
    }

    private void add(Endpoint endpoint) {
        Route route = endpoint.route();
        Node node = root;
        int depth = 0;
        addErrorFormat(route);
        for (String segment : route.pattern().substring(1).split("/", -1)) {
            if (segment.isEmpty()) {
                continue;
            }
            depth++;
            if (segment.startsWith("{")) {
                Node next = node.parameter == null ? new Node() : node.parameter;
                node.parameter = next;
                node = next;
            } else {
                node = node.literals.computeIfAbsent(segment, name -> new Node());
            }
        }
        if (depth > MAX_DEPTH || node.endpoints.putIfAbsent(route.method(), endpoint) != null) {
            throw new IllegalArgumentException(
                    "route too deep or duplicate: " + route.method() + " " + route.pattern());
        }
        if (route.method() == Method.GET && route.safe()) {
            // Akka HTTP removes the body of the response to a HEAD.
            node.endpoints.put(Method.HEAD, endpoint);
        }
    }

    private void addErrorFormat(Route route) {
        String first = route.pattern().split("/", -1)[1];
        if (!first.isEmpty() && !first.startsWith("{")) {
            errorFormats.merge(
                    first, route.errorFormat(), (one, other) -> one == other ? one : ErrorFormat.PROBLEM_JSON);
        }
    }

    @Nullable
    Match find(Method method, List<String> segments) {
        if (segments.size() > MAX_DEPTH) {
            return null;
        }
        String[] parameters = new String[segments.size()];
        return find(root, method, segments, 0, parameters, 0);
    }

    private static @Nullable Match find(
            Node node, Method method, List<String> segments, int depth, String[] parameters, int count) {
        if (depth == segments.size()) {
            Endpoint endpoint = node.endpoints.get(method);
            return endpoint == null
                    ? null
                    : new Match(endpoint, Arrays.asList(parameters).subList(0, count));
        }
        String segment = segments.get(depth);
        Node literal = node.literals.get(segment);
        if (literal != null) {
            Match match = find(literal, method, segments, depth + 1, parameters, count);
            if (match != null || depth == 0) {
                return match;
            }
        }
        if (node.parameter == null || segment.isEmpty()) {
            return null;
        }
        parameters[count] = segment;
        return find(node.parameter, method, segments, depth + 1, parameters, count + 1);
    }

    /** The methods of a path; empty if the path is unknown. */
    Set<Method> methods(List<String> segments) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        visit(root, segments, 0, node -> methods.addAll(node.endpoints.keySet()));
        return methods;
    }

    /** The format of errors at a path, for a request that has no route: that of the routes with the same first segment. */
    ErrorFormat errorFormat(List<String> segments) {
        return segments.isEmpty()
                ? ErrorFormat.PROBLEM_JSON
                : errorFormats.getOrDefault(segments.get(0), ErrorFormat.PROBLEM_JSON);
    }

    /**
     * The beginning of a known path, up to the first segment that is misspelt in this one; empty if nothing is near. Parameters stay as
     * they are.
     */
    Optional<String> nearest(List<String> segments) {
        return segments.size() > MAX_DEPTH ? Optional.empty() : nearest(root, segments, 0);
    }

    private static Optional<String> nearest(Node node, List<String> segments, int depth) {
        if (depth == segments.size()) {
            return Optional.empty();
        }
        String segment = segments.get(depth);
        Node literal = node.literals.get(segment);
        Optional<String> word = literal == null ? Names.nearest(segment, node.literals.keySet()) : Optional.empty();
        if (word.isPresent()) {
            return word.map(each -> "/" + each);
        }
        Optional<String> rest = literal == null ? Optional.empty() : nearest(literal, segments, depth + 1);
        if (rest.isEmpty() && node.parameter != null && depth > 0) {
            rest = nearest(node.parameter, segments, depth + 1);
        }
        return rest.map(path -> "/" + PathSegments.encoded(segment) + path);
    }

    private static void visit(Node node, List<String> segments, int depth, Consumer<Node> visitor) {
        if (depth == segments.size()) {
            visitor.accept(node);
            return;
        }
        if (segments.size() > MAX_DEPTH) {
            return;
        }
        String segment = segments.get(depth);
        Node literal = node.literals.get(segment);
        if (literal != null) {
            visit(literal, segments, depth + 1, visitor);
        }
        if (node.parameter != null && !segment.isEmpty() && depth > 0) {
            visit(node.parameter, segments, depth + 1, visitor);
        }
    }
}
