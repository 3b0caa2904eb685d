package menhir.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings as the comments of application.conf describe them, and the tables in docs/operating.md that follow from them. */
final class DocumentedSettings {
    private static final Pattern SECTION = Pattern.compile("# -+ (.+?) -+");
    private static final Pattern BLOCK = Pattern.compile("([a-z0-9-]+) \\{");
    private static final Pattern KEY = Pattern.compile("([a-z-]+) = \\$\\{\\?(MENHIR_[A-Z_]+)}");
    private static final Pattern COMMENT = Pattern.compile("(.+)\\. Allowed: (.+)\\. Default: (.+)\\.");
    private static final Pattern REFERENCE = Pattern.compile("As for (stores\\.[a-z.-]+)\\. Default: (.+)\\.");

    /**
     * One setting.
     *
     * @param section title of its section
     * @param meaning ends without a full stop
     * @param allowed as the error texts have it
     */
    record Setting(String section, String key, String variable, String meaning, String allowed, String defaultValue) {}

    private final List<Setting> settings = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final List<String> comment = new ArrayList<>();
    private String section = "";

    private DocumentedSettings() {}

    /** Reads all settings, in the order of the file. Fails if a line is neither a comment, a block nor a documented key. */
    static List<Setting> of(Path applicationConf) throws IOException {
        DocumentedSettings documented = new DocumentedSettings();
        for (String line : Files.readAllLines(applicationConf)) {
            documented.add(line.strip());
        }
        return documented.settings;
    }

    private void add(String line) {
        Matcher title = SECTION.matcher(line);
        Matcher block = BLOCK.matcher(line);
        Matcher key = KEY.matcher(line);
        if (title.matches()) {
            section = title.group(1);
        } else if (line.startsWith("# ")) {
            comment.add(line.substring(2));
            return;
        } else if (block.matches()) {
            path.add(block.group(1));
        } else if (line.equals("}")) {
            path.remove(path.size() - 1);
        } else if (key.matches()) {
            String fullKey = String.join(".", path) + "." + key.group(1);
            settings.add(setting(fullKey, key.group(2), String.join(" ", comment)));
        } else if (!line.isEmpty() && !line.equals("#")) {
            throw new AssertionError("not a comment, a block or a key: " + line);
        }
        comment.clear();
    }

    private Setting setting(String key, String variable, String text) {
        Matcher full = COMMENT.matcher(text);
        if (full.matches()) {
            return new Setting(section, key, variable, full.group(1), full.group(2), full.group(3));
        }
        Matcher reference = REFERENCE.matcher(text);
        if (!reference.matches()) {
            throw new AssertionError(
                    "the comment of " + key + " does not say what is allowed, and the default: " + text);
        }
        Setting same = settings.stream()
                .filter(setting -> setting.key().equals("menhir." + reference.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " refers to an unknown key, " + reference.group(1)));
        return new Setting(section, key, variable, "As for `" + same.key() + "`", same.allowed(), reference.group(2));
    }

    /** One Markdown table for each section. */
    static List<String> tables(List<Setting> settings) {
        List<String> lines = new ArrayList<>();
        String section = "";
        for (Setting setting : settings) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                lines.add("");
                lines.add("### " + Character.toUpperCase(section.charAt(0)) + section.substring(1));
                lines.add("");
                lines.add("| key | environment | default | allowed | meaning |");
                lines.add("|---|---|---|---|---|");
            }
            lines.add("| `" + setting.key() + "` | `" + setting.variable() + "` | " + setting.defaultValue() + " | "
                    + setting.allowed() + " | " + setting.meaning() + ". |");
        }
        lines.add("");
        return lines;
    }
}
