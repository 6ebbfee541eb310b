package dev.twitchrelay.outbox;

/** The route of a sink, as its lane sees it. Used by one lane, for one batch at a time. */
interface Delivery {
    /**
     * Returns when the route is done with it.
     *
     * @throws Undelivered why it is still to be delivered
     * @throws Exception the same, when only its class can tell why
     */
    void deliver(Batch batch) throws Exception;

    /** Whether the latest delivery, which has not returned in time, waits for the sink's peer and not for its own route. */
    default boolean isCalling() {
        return true;
    }

    /** Where the latest delivery is, for people; null when that is not known. */
    default String whereabouts() {
        return null;
    }
}
