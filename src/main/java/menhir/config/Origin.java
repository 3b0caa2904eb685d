package menhir.config;

import com.typesafe.config.ConfigValue;

/** Where a value was set, in an operator's terms. */
final class Origin {
    private Origin() {}

    static String of(ConfigValue value) {
        String description = value.origin().description();
        if (description.equals("env variables")) {
            return "environment";
        }
        if (description.startsWith("reference.conf")) {
            return "default";
        }
        return description;
    }

    static boolean isSystemProperty(ConfigValue value) {
        return value.origin().description().equals("system properties");
    }
}
