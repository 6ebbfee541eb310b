/**
 * The messages that are still to be delivered to sinks. The disk keeps them, and each sink has a worker that delivers
 * them in order and at least once. The package knows nothing of Twitch or of any sink: routes say what a sink gets, and
 * where it is.
 *
 * <p>{@link dev.twitchrelay.outbox.PeerAnswer} judges a peer's answer (404, 429), and {@code DeliveryFailure} any other
 * failure. {@code RetryPolicy} decides whether the sink tries again, goes on or stops. {@code CallLimit} keeps the limits that
 * a peer tells ({@code Retry-After}, buckets), and {@code SinkWorker} waits for them.
 */
package dev.twitchrelay.outbox;
