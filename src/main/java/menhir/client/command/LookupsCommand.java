package menhir.client.command;

import java.util.List;
import menhir.client.run.WalkPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lookups without orders. */
@Command(
        name = "lookups",
        description = "Looks up N random items in each client.",
        footer = {"  client lookups 10000", "  client lookups 1000 --clients 8 --names GameStart,FishCo"})
public final class LookupsCommand extends RunCommand {

    @Parameters(paramLabel = "N", description = "Lookups of each client.")
    int lookups;

    @Override
    void check() {
        options.require("N", lookups, 1, WalkPlan.MAX_ITERATIONS);
    }

    @Override
    WalkPlan plan(List<String> itemNames) {
        return new WalkPlan(lookups, true, 0, 1, 0, thinkMillis, itemNames);
    }
}
