package dev.twitchrelay.http;

/** What makes an admin token one that nobody guesses. Pure. */
public final class AdminToken {
    private static final int LEAST_LENGTH = 16;
    private static final int LEAST_DIFFERENT = 6;

    /** Prints a good one. */
    public static final String MAKER = "openssl rand -hex 24";

    private AdminToken() {}

    /**
     * What is wrong with a token, in words that follow its name, or null when it is good or not set at all.
     *
     * @param token {@code relay.admin-token}; may be null
     */
    public static String weakness(String token) {
        String text = token == null ? "" : token.strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return "has characters that an HTTP header cannot carry";
        }
        if (text.length() < LEAST_LENGTH) {
            return "is shorter than " + LEAST_LENGTH + " characters, so it can be guessed";
        }
        if (text.chars().distinct().count() < LEAST_DIFFERENT || repeats(text) || counts(text)) {
            return "repeats or counts up a few characters, so it can be guessed";
        }
        return null;
    }

    /** The same part again and again, the last time perhaps cut. */
    private static boolean repeats(String text) {
        for (int part = 1; part <= text.length() / 2; part++) {
            if (text.regionMatches(0, text, part, text.length() - part)) {
                return true;
            }
        }
        return false;
    }

    /** Such as 0123456789abcdef: nearly each character is the one after, or before, the last. */
    private static boolean counts(String text) {
        int steps = 0;
        for (int i = 1; i < text.length(); i++) {
            steps += Math.abs(text.charAt(i) - text.charAt(i - 1)) == 1 ? 1 : 0;
        }
        return steps > text.length() * 3 / 4;
    }
}
