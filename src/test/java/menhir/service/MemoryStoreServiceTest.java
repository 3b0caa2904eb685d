package menhir.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import menhir.store.Command;
import menhir.store.Line;
import menhir.store.OrderType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service in memory must not accept more than {@link StoreService} defines. */
class MemoryStoreServiceTest {
    private final MemoryStoreService service = new MemoryStoreService();

    static Stream<Consumer<StoreService>> undefinedCalls() {
        return Stream.of(
                service -> service.lookup("none", "CarCo"),
                service -> service.order("none", 1),
                service -> service.order("stocks", 0),
                service -> service.order("stocks", -1),
                service -> service.lookupNumber("books", 0),
                service -> service.orders("stocks", -1, 1),
                service -> service.orders("stocks", 0, 0),
                service -> service.items("stocks", null, null, 0),
                service -> service.events("stocks", -1, 1, Duration.ZERO),
                service -> service.events("stocks", 0, 0, Duration.ZERO),
                service -> service.entries("stocks", 10, 1),
                service -> service.submit("stocks", buy("")),
                service -> service.submit("stocks", buy("k".repeat(256))),
                service -> service.submit("stocks", buy("é")));
    }

    private static Command buy(String key) {
        return new Command.PlaceOrder(key, OrderType.BUY, List.of(new Line("CarCo", 1)));
    }

    @ParameterizedTest
    @MethodSource("undefinedCalls")
    void shouldRejectArgumentsThatTheServiceDoesNotDefine(Consumer<StoreService> call) {
        assertThatIllegalArgumentException().isThrownBy(() -> call.accept(service));
    }

    @Test
    void shouldPlaceAnOrderOncePerKey() {
        StoreService.Outcome first =
                service.submit("stocks", buy("k")).toCompletableFuture().join();
        StoreService.Outcome again =
                service.submit("stocks", buy("k")).toCompletableFuture().join();

        assertThat(first).isInstanceOf(StoreService.Outcome.OrderPlaced.class);
        assertThat(again)
                .isEqualTo(
                        new StoreService.Outcome.OrderPlaced(((StoreService.Outcome.OrderPlaced) first).order(), true));
        assertThat(service.quantity("stocks", "CarCo")).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", " ", "~", "my key"})
    void shouldAcceptPrintableAsciiKeys(String key) {
        assertThat(IdempotencyKeys.isValid(key)).isTrue();
        assertThat(IdempotencyKeys.isValid(key.repeat(IdempotencyKeys.MAX_LENGTH / key.length())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "é", "a\tb", "\u007f", "\n"})
    void shouldRejectOtherKeys(String key) {
        assertThat(IdempotencyKeys.isValid(key)).isFalse();
    }
}
