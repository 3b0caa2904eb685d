package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.ResponseHeaders;
import menhir.service.StoreService.Outcome;
import menhir.store.Hold;
import menhir.store.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RejectionProblemsTest {

    static Stream<Arguments> rejections() {
        return Stream.of(
                Arguments.of(
                        new Rejection.UnknownItem("CarCo"), ProblemType.UNKNOWN_ITEM, 404, Map.of("item", "CarCo")),
                Arguments.of(
                        new Rejection.NotEnough("CarCo", 1, 2),
                        ProblemType.NOT_ENOUGH_STOCK,
                        409,
                        Map.of("item", "CarCo", "available", 1L, "requested", 2L)),
                Arguments.of(
                        new Rejection.TooMany("CarCo", 9),
                        ProblemType.TOO_MUCH_STOCK,
                        409,
                        Map.of("item", "CarCo", "limit", 9L)),
                Arguments.of(new Rejection.KeyReused(), ProblemType.KEY_REUSED, 422, Map.of()),
                Arguments.of(new Rejection.ItemExists("CarCo"), ProblemType.ITEM_EXISTS, 409, Map.of("item", "CarCo")),
                Arguments.of(new Rejection.CatalogFull(7), ProblemType.CATALOG_FULL, 409, Map.of("limit", 7L)),
                Arguments.of(
                        new Rejection.NumberTaken(3, "CarCo"),
                        ProblemType.NUMBER_TAKEN,
                        409,
                        Map.of("number", 3L, "item", "CarCo")),
                Arguments.of(
                        new Rejection.NumberFixed("CarCo", 3L),
                        ProblemType.NUMBER_IMMUTABLE,
                        409,
                        Map.of("number", 3L)),
                Arguments.of(new Rejection.NumberFixed("CarCo", null), ProblemType.NUMBER_IMMUTABLE, 409, Map.of()),
                Arguments.of(
                        new Rejection.ItemHeld("CarCo", 3),
                        ProblemType.ITEM_HELD,
                        409,
                        Map.of("item", "CarCo", "held", 3L)),
                Arguments.of(new Rejection.OtherVersion(null), ProblemType.PRECONDITION_FAILED, 412, Map.of()),
                Arguments.of(
                        new Rejection.NotOnSale("CarCo", null, 0L, 5),
                        ProblemType.NOT_ON_SALE,
                        409,
                        Map.of("item", "CarCo", "onSaleUntil", "1970-01-01T00:00:00Z")),
                Arguments.of(
                        new Rejection.CustomerMissing("CarCo", 2),
                        ProblemType.CUSTOMER_MISSING,
                        409,
                        Map.of("item", "CarCo", "limit", 2L)),
                Arguments.of(
                        new Rejection.LimitReached("CarCo", 4, 1, 2),
                        ProblemType.LIMIT_REACHED,
                        409,
                        Map.of("item", "CarCo", "limit", 4L, "left", 1L, "requested", 2L)),
                Arguments.of(new Rejection.UnknownOrder(7), ProblemType.UNKNOWN_ORDER, 404, Map.of("number", 7L)),
                Arguments.of(
                        new Rejection.AlreadyCancelled(7, 9),
                        ProblemType.ORDER_CANCELLED,
                        409,
                        Map.of("number", 7L, "index", 9L)),
                Arguments.of(new Rejection.NotABuy(7), ProblemType.NOT_CANCELLABLE, 409, Map.of("number", 7L)),
                Arguments.of(
                        new Rejection.NotInOrder(7, "ball", 2, 3),
                        ProblemType.NOT_IN_ORDER,
                        409,
                        Map.of("number", 7L, "item", "ball", "bought", 2L, "requested", 3L)),
                Arguments.of(new Rejection.UnknownHold(7), ProblemType.UNKNOWN_HOLD, 404, Map.of("hold", 7L)),
                Arguments.of(
                        new Rejection.HoldEnded(7, Hold.State.EXPIRED, null),
                        ProblemType.HOLD_ENDED,
                        409,
                        Map.of("hold", 7L, "state", "expired")),
                Arguments.of(
                        new Rejection.HoldEnded(7, Hold.State.CONFIRMED, 3L),
                        ProblemType.HOLD_ENDED,
                        409,
                        Map.of("hold", 7L, "state", "confirmed", "order", 3L)),
                Arguments.of(new Rejection.HoldTooLong(9), ProblemType.HOLD_TOO_LONG, 409, Map.of("limit", 9L)),
                Arguments.of(
                        new Rejection.Full("active holds", 9), ProblemType.LIMIT_OF_STORE, 409, Map.of("limit", 9L)),
                Arguments.of(new Rejection.WrongStoreKind(), ProblemType.WRONG_STORE_KIND, 409, Map.of()),
                Arguments.of(new Rejection.ViewChanged(4), ProblemType.VIEW_CHANGED, 409, Map.of("number", 4L)));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void shouldMapEachKindOfRejectionToItsProblem(
            Rejection rejection, ProblemType type, int status, Map<String, Object> members) {
        Problem problem = RejectionProblems.CANONICAL.of(rejection);

        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.status().intValue()).isEqualTo(status);
        assertThat(problem.members()).isEqualTo(members);
        assertThat(problem.detail()).isNotBlank().endsWith(".").doesNotContain("null");
        assertThat(problem.headers()).isEmpty();
    }

    @Test
    void shouldSendTheVersionThatThereIs() {
        Problem problem = RejectionProblems.CANONICAL.of(new Rejection.OtherVersion(17L));

        assertThat(problem.members()).isEqualTo(Map.of("version", 17L));
        assertThat(problem.headers()).singleElement().asString().isEqualTo("ETag: \"17\"");
    }

    @Test
    void shouldSayWhenASaleBegins() {
        Problem problem = RejectionProblems.CANONICAL.of(new Rejection.NotOnSale("CarCo", 3_500L, 9_000L, 1_000));

        assertThat(problem.members()).isEqualTo(Map.of("item", "CarCo", "onSaleFrom", "1970-01-01T00:00:03.500Z"));
        assertThat(problem.headers()).singleElement().asString().isEqualTo("Retry-After: 3");
    }

    @Test
    void shouldTestEachKindOfRejection() {
        assertThat(rejections().map(arguments -> arguments.get()[0].getClass()).collect(Collectors.toSet()))
                .isEqualTo(
                        Arrays.stream(Rejection.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }

    @Test
    void shouldMarkAReplayedRejection() {
        Outcome.Rejected replayed = new Outcome.Rejected(new Rejection.UnknownItem("CarCo"), true);
        assertThat(RejectionProblems.CANONICAL.of(replayed).headers()).containsExactly(ResponseHeaders.REPLAYED);
    }
}
