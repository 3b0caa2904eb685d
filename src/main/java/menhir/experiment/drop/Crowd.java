package menhir.experiment.drop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Customers who come one after the other in a random order, and then again and again in the same one. Thread-safe. */
public final class Crowd {
    private final List<String> names;
    private final AtomicLong visits = new AtomicLong();

    /**
     * Creates customers.
     *
     * @param first number of the first customer
     * @param count how many there are
     */
    public Crowd(int first, int count, long seed) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add("customer-" + (first + i));
        }
        Collections.shuffle(all, new Random(seed));
        names = List.copyOf(all);
    }

    String next() {
        return names.get((int) (visits.getAndIncrement() % names.size()));
    }

    /** Whether every customer has come. */
    public boolean allCame() {
        return visits.get() >= names.size();
    }
}
