package menhir.games.raffle;

/** A request in the total order that the raffle counts along, encoded as text: a letter for the type, then the fields. */
public sealed interface RaffleRequest {

    /** Most characters in a label or nonce. */
    int MAX_CHARACTERS = 200;

    /**
     * A client's request at some front-end. Every hundredth enters the raffle.
     *
     * @param label what to display if it enters, e.g. the client and the resource
     */
    record Entrant(String label) implements RaffleRequest {
        public Entrant {
            checkLength(label);
        }

        /** An entrant whose label is cut if it is too long, without splitting a surrogate pair. */
        public static Entrant ofLongLabel(String label) {
            if (label.length() <= MAX_CHARACTERS) {
                return new Entrant(label);
            }
            boolean splitsPair = Character.isHighSurrogate(label.charAt(MAX_CHARACTERS - 1));
            return new Entrant(label.substring(0, splitsPair ? MAX_CHARACTERS - 1 : MAX_CHARACTERS));
        }

        @Override
        public String text() {
            return "e" + label;
        }
    }

    /**
     * Draws a winner among the entries at the time of delivery.
     *
     * @param nonce the submitter's contribution to the random number, which makes it unpredictable from the entries alone
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
     * Draws a winner if no other draw came first. Several front-ends may submit the same automatic draw, for instance when
     * one takes over from another.
     *
     * @param draws number of draws when it was submitted; it has no effect if there was another draw since
     */
    record NextDraw(long draws, String nonce) implements RaffleRequest {
        public NextDraw {
            checkLength(nonce);
            if (draws < 0) {
                throw new IllegalArgumentException("the number of draws must not be negative: " + draws);
            }
        }

        @Override
        public String text() {
            return "n" + draws + ":" + nonce;
        }
    }

    /** The encoded form, which {@link #of} decodes. */
    String text();

    /** Decodes {@link #text}; throws {@link IllegalArgumentException} for any other text. */
    static RaffleRequest of(String text) {
        if (text.startsWith("e")) {
            return new Entrant(text.substring(1));
        }
        if (text.startsWith("d")) {
            return new Draw(text.substring(1));
        }
        int colon = text.indexOf(':');
        if (text.startsWith("n") && colon > 1) {
            // NumberFormatException is an IllegalArgumentException.
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
