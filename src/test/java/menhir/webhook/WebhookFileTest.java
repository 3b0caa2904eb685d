package menhir.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookFileTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    private Path folder;

    private List<Webhook> read(String text) throws IOException {
        Path file = folder.resolve("webhooks");
        Files.writeString(file, text);
        return WebhookFile.read(file, Set.of("stocks", "books"), Set.of("order", "cancellation", "hold"));
    }

    @Test
    void shouldReadAReceiverOnEachLine() throws Exception {
        List<Webhook> webhooks = read("# of the shop\n\nstocks crm https://crm.example:8443/hook?x=1 " + SECRET + "\n"
                + "  books\tmail   http://127.0.0.1/ " + SECRET + "," + OTHER_SECRET + " order,hold\n");

        assertThat(webhooks).hasSize(2).map(Webhook::toString).containsExactly("stocks/crm", "books/mail");
        assertThat(webhooks.get(0).url()).isEqualTo(URI.create("https://crm.example:8443/hook?x=1"));
        assertThat(webhooks.get(0).wants("cancellation")).isTrue();
        assertThat(webhooks.get(1).secrets()).hasSize(2);
        assertThat(webhooks.get(1).wants("hold")).isTrue();
        assertThat(webhooks.get(1).wants("cancellation")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stocks crm https://crm.example/|a store, a name, a URL, secrets",
                "stocks crm https://crm.example/ SECRET order more|a store, a name, a URL, secrets",
                "toys crm https://crm.example/ SECRET|first one of the stores",
                "stocks CRM https://crm.example/ SECRET|second a name",
                "stocks crm ftp://crm.example/ SECRET|third the receiver's URL",
                "stocks crm crm.example/ SECRET|third the receiver's URL",
                "stocks crm https:///hook SECRET|third the receiver's URL",
                "stocks crm https://crm.example:70000/ SECRET|third the receiver's URL",
                "stocks crm https://crm.example/\u00fc SECRET|third the receiver's URL",
                "stocks crm https://me:secret@crm.example/ SECRET|third the receiver's URL",
                "stocks crm https://crm.example/ password|fourth one or two secrets",
                "stocks crm https://crm.example/ SECRET,SECRET,SECRET|fourth one or two secrets",
                "stocks crm https://crm.example/ SECRET orders|fifth kinds of events",
            })
    void shouldNameTheLineThatIsWrongAndShowNoSecret(String line, String allowed) {
        assertThatThrownBy(() -> read("# one\n" + line.replace("SECRET", SECRET) + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("webhooks: line 2 must have " + allowed)
                .hasMessageNotContainingAny(SECRET.substring(6), "password", "secret@");
    }

    @Test
    void shouldHaveEachNameOnceAndNotTooMany() {
        String line = "stocks crm https://crm.example/ " + SECRET + "\n";
        assertThatThrownBy(() -> read(line + line)).hasMessageContaining("line 2 must have each name once");
        String many = IntStream.rangeClosed(0, WebhookFile.MOST_PER_STORE)
                .mapToObj(i -> line.replace("crm ", "crm-" + i + " "))
                .collect(Collectors.joining());
        assertThatThrownBy(() -> read(many)).hasMessageContaining("line 21 must have at most 20 webhooks");
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        assertThatThrownBy(() -> WebhookFile.read(folder.resolve("none"), Set.of(), Set.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no file " + folder.resolve("none"));
    }
}
