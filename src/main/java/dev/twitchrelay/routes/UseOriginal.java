package dev.twitchrelay.routes;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * The bean {@code useOriginal} of routes: after a multicast, a route goes on with the message as it was before, whatever
 * the branches made of their copies. If a branch failed and its error handler has told the failure, the message is marked
 * in the same way. Without the mark, an {@code idempotentConsumer} around the multicast would take the message for told.
 * Thread-safe, because it has no state.
 */
final class UseOriginal implements AggregationStrategy {
    @Override
    public Exchange aggregate(Exchange before, Exchange branch, Exchange original) {
        if (branch.getExchangeExtension().isFailureHandled()) {
            original.getExchangeExtension().setFailureHandled(true);
        }
        return aggregate(before, branch);
    }

    /** Returns nothing, and then Camel keeps the original. */
    @Override
    public Exchange aggregate(Exchange before, Exchange branch) {
        return null;
    }
}
