package menhir.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import menhir.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ApiKey READER = ApiKey.of("screen", Role.READ, "key-of-the-screen");
    private static final ApiKey SHOP = ApiKey.of("shop", Role.ORDER, "key-of-the-shop");
    private static final ApiKey ADMIN = ApiKey.of("admin", Role.ADMINISTER, "key-of-the-admin");

    private static @Nullable ProblemType refusal(Access access, Role needed, @Nullable String key) {
        String header = key == null ? null : "Bearer " + key;
        Access.Decision decision = access.decide(needed, header, 0);
        return decision.refusal() == null ? null : decision.refusal().type();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            NONE, -, -
            NONE, key-of-nobody, -
            READ, -, -
            ORDER, -, UNAUTHORIZED
            ADMINISTER, -, UNAUTHORIZED
            READ, key-of-the-screen, -
            ORDER, key-of-the-screen, NOT_ALLOWED
            ADMINISTER, key-of-the-screen, NOT_ALLOWED
            NONE, key-of-the-shop, -
            ORDER, key-of-the-shop, -
            ADMINISTER, key-of-the-shop, NOT_ALLOWED
            READ, key-of-the-admin, -
            ORDER, key-of-the-admin, -
            ADMINISTER, key-of-the-admin, -
            READ, key-of-nobody, UNAUTHORIZED
            ADMINISTER, key-of-the-admin-, UNAUTHORIZED
            """)
    void shouldAllowWhatTheRoleIncludes(Role needed, @Nullable String key, @Nullable ProblemType refusal) {
        Access access = new Access(Role.READ, List.of(READER, SHOP, ADMIN), 0);
        assertThat(refusal(access, needed, key)).isEqualTo(refusal);
    }

    @Test
    void shouldUseNewKeysAndKeepTheRatesOfThoseThatStay() {
        ApiKey slow = new ApiKey(
                "slow",
                Role.ORDER,
                ApiKey.of("x", Role.ORDER, "key-of-the-slow").sha256(),
                1);
        Access access = new Access(Role.NONE, List.of(slow, READER), 0);
        assertThat(refusal(access, Role.ORDER, "key-of-the-slow")).isNull();
        access.replaceKeys(List.of(slow, SHOP), 0);

        assertThat(refusal(access, Role.ORDER, "key-of-the-slow")).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(refusal(access, Role.ORDER, "key-of-the-shop")).isNull();
        assertThat(refusal(access, Role.READ, "key-of-the-screen")).isEqualTo(ProblemType.UNAUTHORIZED);
    }

    @Test
    void shouldSayWhoCalls() {
        Access access = new Access(Role.ORDER, List.of(SHOP), 0);
        assertThat(access.decide(Role.READ, "bearer  key-of-the-shop ", 0).caller())
                .isEqualTo("shop");
        assertThat(access.decide(Role.READ, null, 0).caller()).isNull();
    }

    @Test
    void shouldCountOnlyUnknownKeysAsGuesses() {
        Access access = new Access(Role.READ, List.of(READER), 0);
        assertThat(access.decide(Role.READ, "Bearer key-of-nobody", 0).guessed())
                .isTrue();
        assertThat(access.decide(Role.ORDER, "Bearer key-of-the-screen", 0).guessed())
                .isFalse();
        assertThat(access.decide(Role.ORDER, null, 0).guessed()).isFalse();
    }

    /** A proxy may send its own. */
    @Test
    void shouldIgnoreOtherSchemesAndKeysIfItKnowsNone() {
        Access keys = new Access(Role.READ, List.of(READER), 0);
        assertThat(keys.decide(Role.READ, "Basic dXNlcjpwYXNz", 0).refusal()).isNull();
        assertThat(refusal(new Access(Role.ORDER, List.of(), 0), Role.ORDER, "key-of-nobody"))
                .isNull();
    }

    @Test
    void shouldSayThatNobodyMayAdminister() {
        assertThat(refusal(new Access(Role.ORDER, List.of(SHOP), 0), Role.ADMINISTER, "key-of-the-shop"))
                .isEqualTo(ProblemType.ADMIN_DISABLED);
    }

    /** To replace a key by another without a stop. */
    @Test
    void shouldAcceptSeveralKeysOfOneClient() {
        ApiKey next = ApiKey.of("shop", Role.ORDER, "next-key-of-the-shop");
        Access access = new Access(Role.NONE, List.of(SHOP, next), 0);
        assertThat(refusal(access, Role.ORDER, "key-of-the-shop")).isNull();
        assertThat(refusal(access, Role.ORDER, "next-key-of-the-shop")).isNull();
    }

    @Test
    void shouldLimitTheRateOfAKey() {
        ApiKey slow = new ApiKey("slow", Role.ORDER, HexFormat.of().formatHex(Sha256.hash("key")), 3);
        Access access = new Access(Role.NONE, List.of(slow, SHOP), 0);
        assertThat(admitted(access, 10, 0)).isEqualTo(3);
        assertThat(admitted(access, 10, SECOND / 3 + 1)).isEqualTo(1);
        assertThat(admitted(access, 10, 60 * SECOND)).isEqualTo(3);
        assertThat(access.decide(Role.ORDER, "Bearer key", 60 * SECOND).refusal())
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        assertThat(refusal(access, Role.ORDER, "key-of-the-shop")).isNull();
    }

    private static long admitted(Access access, int requests, long nowNanos) {
        long admitted = 0;
        for (int i = 0; i < requests; i++) {
            if (access.decide(Role.ORDER, "Bearer key", nowNanos).refusal() == null) {
                admitted++;
            }
        }
        return admitted;
    }

    @Test
    void shouldReportGuessesFromTimeToTime() {
        Guesses guesses = new Guesses(0);
        assertThat(guesses.add(0)).hasValue(1);
        for (int i = 0; i < 8_200; i++) {
            assertThat(guesses.add(i)).isEmpty();
        }
        assertThat(guesses.add(10 * SECOND)).hasValue(8_201);
    }
}
