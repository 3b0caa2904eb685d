package menhir.http.connections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadDeadlineTest {
    private final HeadDeadline deadline = new HeadDeadline(100);

    @Test
    void shouldHaveNoDeadlineBeforeTheFirstByte() {
        assertThat(deadline.remaining(1_000)).isEqualTo(HeadDeadline.NONE);
    }

    @Test
    void shouldCountFromTheFirstByteOfAHead() {
        deadline.onBytes(10);
        deadline.onBytes(90);
        assertThat(deadline.remaining(100)).isEqualTo(10);
        assertThat(deadline.remaining(110)).isZero();
    }

    @Test
    void shouldNotCountTheBytesOfABody() {
        deadline.onBytes(10);
        deadline.onRequest();
        deadline.onBytes(20);
        assertThat(deadline.remaining(1_000)).isEqualTo(HeadDeadline.NONE);
    }

    @Test
    void shouldCountAnewAfterTheResponse() {
        deadline.onBytes(10);
        deadline.onRequest();
        deadline.onResponse();
        assertThat(deadline.remaining(1_000)).isEqualTo(HeadDeadline.NONE);
        deadline.onBytes(1_000);
        assertThat(deadline.remaining(1_050)).isEqualTo(50);
    }

    @Test
    void shouldCountFromItsBeginningWithoutAByte() {
        deadline.begin(10);
        deadline.onBytes(100);
        assertThat(deadline.remaining(110)).isZero();
    }
}
