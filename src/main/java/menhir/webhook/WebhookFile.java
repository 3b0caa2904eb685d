package menhir.webhook;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import menhir.config.ListFile;
import menhir.config.ListFile.Line;
import menhir.config.Names;
import org.jspecify.annotations.Nullable;

/** Reads a file of webhooks: one on each line, as store, name, URL, secrets and kinds of events, separated by blanks. */
public final class WebhookFile {
    static final int MOST_PER_STORE = 20;
    private static final int MOST_SECRETS = 2;
    private static final int MOST_BYTES = 1_000_000;
    private static final int FEWEST_FIELDS = 4;
    private static final int MOST_PORT = 65_535;

    private final ListFile list;
    private final Set<String> stores;
    private final Set<String> kinds;

    private WebhookFile(ListFile list, Set<String> stores, Set<String> kinds) {
        this.list = list;
        this.stores = stores;
        this.kinds = kinds;
    }

    /**
     * The webhooks of a file, in its order.
     *
     * @param stores names of all stores
     * @param kinds of events that there are
     * @throws IOException names the file, and the line that is wrong. It has no secrets
     */
    public static List<Webhook> read(Path file, Set<String> stores, Set<String> kinds) throws IOException {
        return new WebhookFile(ListFile.read(file, MOST_BYTES), stores, new TreeSet<>(kinds)).read();
    }

    private List<Webhook> read() throws IOException {
        List<Webhook> webhooks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Line line : list.lines()) {
            Webhook webhook = webhook(line, line.text().split("\\s+"));
            if (!names.add(webhook.toString())) {
                throw wrong(line, "each name once in a store");
            }
            webhooks.add(webhook);
            long ofStore = webhooks.stream()
                    .filter(other -> other.store().equals(webhook.store()))
                    .count();
            if (ofStore > MOST_PER_STORE) {
                throw wrong(line, "at most " + MOST_PER_STORE + " webhooks of a store");
            }
        }
        return webhooks;
    }

    private Webhook webhook(Line line, String[] fields) throws IOException {
        if (fields.length < FEWEST_FIELDS || fields.length > FEWEST_FIELDS + 1) {
            throw wrong(line, "a store, a name, a URL, secrets, and perhaps kinds of events, separated by blanks");
        } else if (!stores.contains(fields[0])) {
            throw wrong(line, "first one of the stores " + String.join(", ", stores));
        } else if (!Names.NODE.allow(fields[1])) {
            throw wrong(line, "second a name of " + Names.NODE.allowed());
        }
        URI url = url(fields[2]);
        if (url == null) {
            throw wrong(line, "third the receiver's URL, https://host:port/path or http://host:port/path");
        }
        return new Webhook(
                fields[0],
                fields[1],
                url,
                secrets(line, fields[3]),
                fields.length == FEWEST_FIELDS ? Set.of() : kinds(line, fields[4]));
    }

    private static @Nullable URI url(String text) {
        try {
            URI url = new URI(text);
            boolean usable = text.chars().allMatch(character -> character < 128)
                    && url.getPort() <= MOST_PORT
                    && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getFragment() == null;
            return usable ? url : null;
        } catch (java.net.URISyntaxException e) {
            return null;
        }
    }

    private List<SigningSecret> secrets(Line line, String text) throws IOException {
        String allowed = "fourth one or two secrets, separated by a comma, each " + SigningSecret.ALLOWED;
        String[] texts = text.split(",", -1);
        if (texts.length > MOST_SECRETS) {
            throw wrong(line, allowed);
        }
        List<SigningSecret> secrets = new ArrayList<>();
        for (String secret : texts) {
            try {
                secrets.add(SigningSecret.of(secret));
            } catch (IllegalArgumentException e) {
                throw wrong(line, allowed);
            }
        }
        return secrets;
    }

    private Set<String> kinds(Line line, String text) throws IOException {
        Set<String> wanted = new TreeSet<>(Arrays.asList(text.split(",", -1)));
        if (!kinds.containsAll(wanted)) {
            throw wrong(line, "fifth kinds of events, separated by commas: " + String.join(", ", kinds));
        }
        return wanted;
    }

    private IOException wrong(Line line, String allowed) {
        return list.wrong(line, "have " + allowed);
    }
}
