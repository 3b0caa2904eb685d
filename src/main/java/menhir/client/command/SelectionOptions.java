package menhir.client.command;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import menhir.client.run.ItemNames;
import menhir.client.run.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that decide which items a run chooses. */
final class SelectionOptions {

    @Option(
            names = "--names",
            split = ",",
            paramLabel = "ITEM",
            description = "Items to choose from. Default: all that the servers list.")
    @Nullable
    List<String> names;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the random choices, to repeat a run. Default: random, and printed.")
    @Nullable
    Long givenSeed;

    /** The items to choose from, at least one. */
    List<String> itemNames(ConnectionOptions options, StoreClient client) throws InterruptedException {
        if (names != null) {
            options.requireItems(names);
        }
        return ItemNames.choose(client, names);
    }

    /** The given seed, or a random one. */
    long seed() {
        return givenSeed != null ? givenSeed : ThreadLocalRandom.current().nextLong(1L << 32);
    }
}
