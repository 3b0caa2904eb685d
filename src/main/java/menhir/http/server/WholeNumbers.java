package menhir.http.server;

/** Whole numbers that clients write as text: in paths, queries and headers. */
public final class WholeNumbers {
    /** The largest of 18 digits: larger than any order number or log index, and within a long. */
    public static final long MAX = 999_999_999_999_999_999L;

    private static final int MAX_DIGITS = 18;

    private WholeNumbers() {}

    /** The number, or -1 if the text is none, has a sign or a space, or more than 18 digits. */
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

    public static String allowed(long least, long most) {
        return "a whole number from " + least + " to " + most;
    }
}
