package dev.twitchrelay.campaign;

/**
 * Something that goes wrong.
 *
 * @param group what it belongs to in the table
 * @param name what it is called
 * @param effect what may be lost because of it
 */
record Fault(String group, String name, Effect effect, Act act) {
    /** How it is done. */
    interface Act {
        void on(Stage stage) throws Exception;
    }

    enum Effect {
        /** Everything arrives in spite of it. */
        NONE,
        /** What Twitch sends until there is a fresh session may be lost, but comes at most once and in order. */
        OUTAGE,
        /** As before, and what nobody has seen yet when it happens may be lost, too. */
        END
    }

    static Fault harmless(String name, Act act) {
        return new Fault("", name, Effect.NONE, act);
    }

    static Fault breaking(String name, Act act) {
        return new Fault("", name, Effect.OUTAGE, act);
    }

    static Fault ending(String name, Act act) {
        return new Fault("", name, Effect.END, act);
    }

    Fault in(String newGroup) {
        return new Fault(newGroup, name, effect, act);
    }

    boolean breaking() {
        return effect != Effect.NONE;
    }

    /** Faults that differ by a number only are of one family. */
    String family() {
        return name.replaceAll("\\d+", "");
    }
}
