package menhir.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import menhir.client.api.CanonicalApi;
import menhir.client.load.LoadDriver;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import menhir.experiment.lab.Lab;

/** Measures all points of all programs, round by round: A B A B, so that each pair has about the same conditions. */
final class BenchRun {

    private static final long TIMEOUT_MILLIS = 10_000;

    private final BenchOptions options;
    private final List<Program> programs;
    private final Lab lab;

    BenchRun(BenchOptions options, List<Program> programs, Lab lab) {
        this.options = options;
        this.programs = List.copyOf(programs);
        this.lab = lab;
    }

    /**
     * Runs everything.
     *
     * @throws IOException if nodes do not start, or the servers of a target do not answer
     */
    List<Measurement> run() throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            for (Program program : programs) {
                Servers servers = Servers.of(program, lab, options);
                for (Point point : options.points()) {
                    measurements.add(new Measurement(program, point, round, measure(program, point, round, servers)));
                }
            }
        }
        return measurements;
    }

    private LoadResult measure(Program program, Point point, int round, Servers servers)
            throws IOException, InterruptedException {
        Servers.Ready ready = servers.prepare(point);
        long seed = options.seed() + round;
        if (point.scenario().readsOrders()) {
            OrderFill.upTo(options.orders(), ready, lab, seed);
        }
        LoadPlan plan = new LoadPlan(
                ready.addresses(),
                point.connections(),
                options.warmupSeconds() * 1_000L,
                options.seconds() * 1_000L,
                options.ratePerSecond(),
                point.scenario().mix(options.orders()),
                point.scenario().items(ready.items()),
                TIMEOUT_MILLIS,
                seed);
        String phase = (programs.size() > 1 ? program.label() + ", " : "")
                + point.label()
                + (options.rounds() > 1 ? ", round " + round : "");
        return lab.during(
                options.pointSeconds(), phase, running -> new LoadDriver(plan, new CanonicalApi(Servers.STORE)).run());
    }
}
