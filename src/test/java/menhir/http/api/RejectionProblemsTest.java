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
