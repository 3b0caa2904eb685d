package menhir.bench;

/** A scenario with a number of connections: one row of the results. */
record Point(Scenario scenario, int connections) {

    /** The name in plots and progress. */
    String label() {
        return scenario.option() + " " + connections;
    }
}
