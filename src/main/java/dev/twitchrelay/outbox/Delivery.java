package dev.twitchrelay.outbox;

/** The route of a sink, as its lane sees it. */
interface Delivery {
    /** Returns when the route is done with it; an exception means that it is still to be delivered. */
    void deliver(Batch batch) throws Exception;
}
