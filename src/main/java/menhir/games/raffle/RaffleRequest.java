package menhir.games.raffle;

/**
 * What goes through the total order for the raffle's sake, as text: a letter for the kind, then what belongs to it.
 */
public sealed interface RaffleRequest {

    /** The longest label and the longest nonce, in characters. */
    int MAX_CHARACTERS = 200;

    /**
     * A client's request at some front-end; every hundredth enters the raffle.
     *
     * @param label what to show for it if it enters, e.g. the client and what it asked for
     */
    record Entrant(String label) implements RaffleRequest {
        public Entrant {
            checkLength(label);
        }

        @Override
        public String text() {
            return "e" + label;
        }
    }

    /**
     * Draw a winner among the entries there are when this is delivered.
     *
     * @param nonce the drawer's share of the random number, so that it cannot be foretold from the entries alone
     */
    record Draw(String nonce) implements RaffleRequest {
        public Draw {
            checkLength(nonce);
        }

        @Override
        public String text() {
            return "d" + nonce;
        }
    }

    /**
     * The same, but only if it is the next draw: several may ask for it at once when one takes the other for dead.
     *
     * @param draws how many draws there had been when it was asked for; if there was one since, nothing is done
     */
    record NextDraw(long draws, String nonce) implements RaffleRequest {
        public NextDraw {
            checkLength(nonce);
            if (draws < 0) {
                throw new IllegalArgumentException("there cannot have been " + draws + " draws");
            }
        }

        @Override
        public String text() {
            return "n" + draws + ":" + nonce;
        }
    }

    /** As it is sent; {@link #of} reads it. */
    String text();

    /** Reads {@link #text}; throws {@link IllegalArgumentException} for anything else. */
    static RaffleRequest of(String text) {
        if (text.startsWith("e")) {
            return new Entrant(text.substring(1));
        }
        if (text.startsWith("d")) {
            return new Draw(text.substring(1));
        }
        int colon = text.indexOf(':');
        if (text.startsWith("n") && colon > 1) {
            // A NumberFormatException is one of those that are promised.
            return new NextDraw(Long.parseLong(text.substring(1, colon)), text.substring(colon + 1));
        }
        throw new IllegalArgumentException("a raffle request starts with e, d or n");
    }

    private static void checkLength(String part) {
        if (part.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_CHARACTERS + " characters are allowed, not " + part.length());
        }
    }
}
