package dev.twitchrelay.outbox;

/**
 * Why a sink did not get a message. This is the only table of such reasons: the status, the dashboard, the doctor, the
 * log and the dead letters show its words, and {@code routes/README.md} lists them. Dead letters on disk hold the names
 * of the constants.
 */
public enum FailureKind {
    /** The peer named a time before which it takes nothing. */
    WAIT("its peer asks to wait", "it is tried again then"),
    /** No connection, no whole answer, or an answer that speaks of trouble at the peer. Time heals it. */
    NETWORK("its peer is out of reach or in trouble", "it is tried again by itself"),
    /** The call needs a Twitch account, and nobody is signed in. */
    SIGN_IN("nobody is signed in", "sign in, at the relay's page; it is tried again by itself"),
    /** A step of the route failed, and not its call to the peer. */
    ROUTE("its route fails", "correct that step; a saved file is tried at once"),
    /** The peer never takes this message. It may take others. */
    REFUSED(
            "its peer refuses messages for good",
            "correct its route or its settings sinks.%1$s.*, then: outbox retry %1$s"),
    /** The route itself says that this message can never be delivered. */
    GIVEN_UP("its route gives messages up", "see which with: outbox list"),
    /** The peer takes no message of this sink until somebody changes something. */
    STOPPED("its peer refuses this sink", "check its settings sinks.%1$s.*, then: outbox retry %1$s"),
    /** Like {@link #STOPPED}, and the address will never work again. */
    GONE("its address is gone", "check its settings sinks.%1$s.*, then: outbox retry %1$s");

    private final String words;
    private final String remedy;

    FailureKind(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** The words that people read. */
    public String words() {
        return words;
    }

    /** What people have to do. */
    String remedy(String sink) {
        return remedy.formatted(sink);
    }
}
