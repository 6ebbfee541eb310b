package dev.twitchrelay.http;

/** Checks that nobody can guess an admin token. Stateless, so thread-safe. */
public final class AdminToken {
    private static final int LEAST_LENGTH = 16;
    private static final int LEAST_DIFFERENT = 6;

    /** The command that prints a good token. */
    public static final String MAKER = "openssl rand -hex 24";

    private AdminToken() {}

    /**
     * The weakness of a token, in words that follow its name, or null if the token is good or not set.
     *
     * @param token {@code relay.admin-token}; may be null
     */
    public static String weakness(String token) {
        if (token == null || token.isBlank()) {
            return null;
        }
        if (!token.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return "has characters that an HTTP header cannot carry";
        }
        if (token.length() < LEAST_LENGTH) {
            return "is shorter than " + LEAST_LENGTH + " characters, so it can be guessed";
        }
        if (token.chars().distinct().count() < LEAST_DIFFERENT || repeats(token) || counts(token)) {
            return "repeats or counts up a few characters, so it can be guessed";
        }
        return null;
    }

    /** Whether the text repeats one part; the last repeat may be cut. */
    private static boolean repeats(String text) {
        for (int part = 1; part <= text.length() / 2; part++) {
            if (text.regionMatches(0, text, part, text.length() - part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nearly each character is the neighbour of the character before, as in 0123456789abcdef. */
    private static boolean counts(String text) {
        int steps = 0;
        for (int i = 1; i < text.length(); i++) {
            steps += Math.abs(text.charAt(i) - text.charAt(i - 1)) == 1 ? 1 : 0;
        }
        return steps > text.length() * 3 / 4;
    }
}
