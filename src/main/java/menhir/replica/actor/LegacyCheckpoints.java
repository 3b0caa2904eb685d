package menhir.replica.actor;

import akka.serialization.jackson.JacksonMigration;
import com.fasterxml.jackson.databind.JsonNode;
import menhir.replica.CatalogCheckpoint;

/**
 * Reads the checkpoints of version 0.1.0, which were stored under the names of Java classes that are gone. Named in {@code
 * menhir-journal.conf}, once for each of those classes.
 */
public final class LegacyCheckpoints extends JacksonMigration {
    @Override
    public int currentVersion() {
        return 2;
    }

    @Override
    public String transformClassName(int fromVersion, String className) {
        return className.endsWith("$Checkpointed")
                ? CatalogCheckpoint.Delta.class.getName()
                : CatalogCheckpoint.class.getName();
    }

    @Override
    public JsonNode transform(int fromVersion, JsonNode json) {
        return json;
    }
}
