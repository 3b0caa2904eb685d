package menhir.experiment.drop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process of buyers. It begins at the first line of its input, and ends with its input. It writes a line when it is ready, one
 * for each answer, and one when every customer has come.
 */
public final class BuyerProcess {
    static final String READY = "ready";
    static final String ALL_CAME = "all came";

    private static final int ARGUMENTS = 10;

    private BuyerProcess() {}

    /**
     * Arguments of a process.
     *
     * @param first number of its first customer
     * @param count how many customers it has
     * @param threads how many of them buy at once
     */
    record Arguments(Offer offer, int first, int count, int threads, long seed) {

        List<String> words() {
            return List.of(
                    String.join(",", offer.servers()),
                    offer.store(),
                    offer.item(),
                    Integer.toString(offer.limit()),
                    Integer.toString(offer.holdSeconds()),
                    Long.toString(offer.payMillis()),
                    Integer.toString(first),
                    Integer.toString(count),
                    Integer.toString(threads),
                    Long.toString(seed));
        }

        static Arguments parse(String... words) {
            if (words.length != ARGUMENTS) {
                throw new IllegalArgumentException(
                        ARGUMENTS + " arguments are required, but there are " + words.length);
            }
            Offer offer = new Offer(
                    List.of(words[0].split(",", -1)),
                    words[1],
                    words[2],
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]),
                    Long.parseLong(words[5]));
            return new Arguments(
                    offer,
                    Integer.parseInt(words[6]),
                    Integer.parseInt(words[7]),
                    Integer.parseInt(words[8]),
                    Long.parseLong(words[9]));
        }
    }

    /** Runs the process; its words are written by {@link BuyerProcesses}. */
    public static void main(String[] words) throws IOException {
        Arguments arguments = Arguments.parse(words);
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        output.println(READY);
        if (input.readLine() == null) {
            return;
        }
        Crowd crowd = new Crowd(arguments.first(), arguments.count(), arguments.seed());
        AtomicBoolean announced = new AtomicBoolean();
        SplittableRandom seeds = new SplittableRandom(arguments.seed());
        for (int i = 0; i < arguments.threads(); i++) {
            Buyer buyer = new Buyer(arguments.offer(), crowd, seeds.nextLong(), answer -> {
                output.println(answer.line());
                if (crowd.allCame() && announced.compareAndSet(false, true)) {
                    output.println(ALL_CAME);
                }
            });
            Thread thread = new Thread(() -> buy(buyer), "buyer-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        while (input.readLine() != null) {
            // Only the end of the input matters: the experiment is over, or was killed.
        }
    }

    private static void buy(Buyer buyer) {
        try {
            buyer.run(() -> true);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            System.err.println("menhir: a buyer failed: " + failed);
            Runtime.getRuntime().halt(1);
        }
    }
}
