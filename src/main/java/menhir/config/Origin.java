package menhir.config;

import com.typesafe.config.ConfigValue;

/** Where a value stands, in an operator's words. */
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

    /** Below menhir. there are system properties of others too, of a build for instance. */
    static boolean isSystemProperty(ConfigValue value) {
        return value.origin().description().equals("system properties");
    }
}
