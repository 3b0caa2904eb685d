package menhir.http.server;

/** Whole numbers as clients write them in paths, queries and headers. */
public final class WholeNumbers {
    /** The largest number of 18 digits: above every order number and log index, and within a long. */
    public static final long MAX = 999_999_999_999_999_999L;

    private static final int MAX_DIGITS = Long.toString(MAX).length();

    private WholeNumbers() {}

    /** The number, or -1 if the text has other characters than digits, none, or too many. */
    public static long parse(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** For error texts: the allowed range. */
    public static String allowed(long min, long max) {
        return "a whole number from " + min + " to " + max;
    }
}
