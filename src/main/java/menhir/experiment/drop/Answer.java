package menhir.experiment.drop;

/**
 * The final answer to a customer's request, after all its attempts.
 *
 * @param status the HTTP status
 * @param quantity how many tickets were asked for
 * @param order the number of the order; 0 if there is none
 * @param micros from the first attempt to the answer
 */
public record Answer(Action action, int status, int quantity, long order, String customer, long micros) {

    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int WORDS = 6;

    /** What was asked for. */
    public enum Action {
        ORDER,
        HOLD,
        CONFIRM
    }

    /** How many tickets were sold. */
    public int sold() {
        return action != Action.HOLD && status == CREATED ? quantity : 0;
    }

    public boolean accepted() {
        return status == CREATED;
    }

    /** Whether a sale may answer so: yes, or no because of the stock, the limit, or a hold that has ended. */
    public boolean expected() {
        return status == CREATED || status == CONFLICT;
    }

    /** One line for another process. */
    String line() {
        return action + " " + status + " " + quantity + " " + order + " " + customer + " " + micros;
    }

    /** Reads a {@link #line}. */
    static Answer parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS) {
            throw new IllegalArgumentException("not an answer: " + line);
        }
        return new Answer(
                Action.valueOf(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]),
                words[4],
                Long.parseLong(words[5]));
    }
}
