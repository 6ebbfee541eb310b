package dev.twitchrelay.campaign;

/**
 * Something that goes wrong.
 *
 * @param name what the table calls it
 * @param breaking whether Twitch cannot deliver for a while because of it, until there is a fresh session
 */
record Fault(String name, boolean breaking, Act act) {
    /** How it is done. */
    interface Act {
        void on(Stage stage) throws Exception;
    }

    /** Everything arrives in spite of it. */
    static Fault harmless(String name, Act act) {
        return new Fault(name, false, act);
    }

    /** What happens until there is a fresh session may be lost, but comes at most once and in order. */
    static Fault breaking(String name, Act act) {
        return new Fault(name, true, act);
    }
}
