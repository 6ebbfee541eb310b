/**
 * The messages that are still to be delivered to sinks. The disk keeps them, and each sink has a worker that delivers
 * them in order and at least once. The package knows nothing of Twitch or of any sink: routes say what a sink gets, and
 * where it is.
 *
 * <p>Decisions about failures: {@code PeerAnswer}, the meaning of a peer's status (404, 429); {@code DeliveryFailure},
 * the meaning of any other failure; {@code FailureKind}, its words; {@code RetryPolicy}, whether the sink tries again
 * and after which pause, gives up or stops; {@code SinkWorker}, the longest of several pauses; {@code CallLimit}, how long a peer asks to wait ({@code Retry-After}, buckets);
 * {@code CallTimeLimit}, when a call has taken too long; {@code MqttComponent}, whether a broker has accepted a
 * message.
 *
 * <p>Decisions about messages: {@code OutboxEndpoint}, when a sink sleeps and which messages it wants;
 * {@code MessageBatch}, which messages are folded into one; {@code Sink}, how many messages may wait and how long;
 * {@code MessageFolder}, the files; {@code SinkHttpConfigurer}, the address of a call; {@code WebhookSignature}, the
 * secret of a signature, whose form is in {@link dev.twitchrelay.kit.StandardWebhooks}.
 */
package dev.twitchrelay.outbox;
