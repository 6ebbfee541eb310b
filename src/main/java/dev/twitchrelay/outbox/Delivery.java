package dev.twitchrelay.outbox;

import java.io.IOException;

/** The route of a sink, as its {@link SinkWorker} sees it. One worker uses it, for one batch at a time. */
interface Delivery {
    /**
     * Returns when the route has passed.
     *
     * @throws FailedException if the batch is still to be delivered, and the reason is known
     * @throws Exception if the batch is still to be delivered, and only the class of the exception tells the reason
     */
    void deliver(MessageBatch batch) throws Exception;

    /** Whether the latest delivery, which is late, waits for the sink's peer, and not for a step of the route. */
    default boolean isCalling() {
        return true;
    }

    /** The step that the latest delivery is in, for people; null if it is not known. */
    default String step() {
        return null;
    }

    /** A delivery failed for a known reason. */
    class FailedException extends IOException {
        private final transient DeliveryFailure failure;

        /** @param cause may be null */
        FailedException(DeliveryFailure failure, Throwable cause) {
            super(failure.reason(), cause);
            this.failure = failure;
        }

        final DeliveryFailure failure() {
            return failure;
        }
    }
}
