package menhir.http.api;

import java.util.List;
import java.util.Set;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.QueryParameters;
import menhir.http.server.WholeNumbers;
import menhir.service.OrderQuery;

/** The query of a list of orders. */
final class OrderListQuery {
    private static final Set<String> PARAMETERS = Set.of("after", "before", "from", "item", "limit", "order", "to");
    private static final List<String> ORDERS = List.of("oldest", "newest");

    private OrderListQuery() {}

    static OrderQuery of(QueryParameters query) {
        query.only(PARAMETERS);
        boolean newest = query.isWord("order", "newest", ORDERS);
        if (newest) {
            query.forbid("after", "with order=newest, pages continue before a number.");
        } else {
            query.forbid("before", "it needs order=newest.");
        }
        long cursor = newest
                ? query.wholeNumber("before", 1, WholeNumbers.MAX, OrderQuery.NEWEST)
                : query.wholeNumber("after", 0, WholeNumbers.MAX, 0);
        long from = query.instant("from", Long.MIN_VALUE);
        long to = query.instant("to", Long.MAX_VALUE);
        if (from >= to) {
            throw Problem.of(ProblemType.INVALID_PARAMETER, "The parameter to must be later than from.")
                    .with("field", "to")
                    .exception();
        }
        return new OrderQuery(newest, cursor, query.limit(1), query.name("item"), from, to);
    }
}
