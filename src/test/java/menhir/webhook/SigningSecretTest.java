package menhir.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {

    /** The example of the Standard Webhooks specification. */
    @Test
    void shouldSignAsTheSpecificationDoes() {
        SigningSecret secret = SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS=",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwA",
            })
    void shouldTakeNoOtherForms(String text) {
        assertThatThrownBy(() -> SigningSecret.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whsec_ and 24 to 64 bytes");
    }

    @Test
    void shouldNotBePrinted() {
        assertThat(SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).hasToString("whsec_********");
    }
}
