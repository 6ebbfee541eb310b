/**
 * The messages that are still to be delivered to sinks, and the dead letters: messages that were given up. The disk
 * keeps both, and each sink has a worker that delivers its messages in order and at least once. The package knows
 * nothing of Twitch or of any sink: routes name a sink's messages and its address.
 *
 * <p>Decisions about failures:
 *
 * <ul>
 *   <li>{@code PeerAnswer}: the meaning of a peer's status (404, 429)
 *   <li>{@code DeliveryFailure}: the meaning of any other failure
 *   <li>{@code MqttComponent}: the meaning of a broker's answer, whether the broker has accepted a message, what a
 *       broker is told again that was away, and when it publishes a last will
 *   <li>{@code FailureKind}: the kinds of failures, and their words for people
 *   <li>{@code RetryPolicy}: whether a message is tried again and after which pause, is given up as a dead letter, or
 *       stops the sink; after how many refusals in a row a sink stops
 *   <li>{@code CallLimit}: how long a peer asks to wait ({@code Retry-After}, buckets), also after a restart
 *   <li>{@code CallTimeLimit}: when a call has taken too long
 *   <li>{@code SinkWorker}: the longest of several pauses, and when an attempt has taken too long
 *   <li>{@code AttemptTracer}: whether a call to a peer failed, or a step of the route
 *   <li>{@code OutboxConsumer}: when a message counts as delivered, and which failures are the fault of the route
 *   <li>{@code RefusedException}: a route says so when its peer refuses this message; {@code TryLaterException} for a
 *       trouble that passes, {@code UndeliverableException} for a message to give up
 * </ul>
 *
 * <p>Decisions about messages:
 *
 * <ul>
 *   <li>{@code Outbox}: which messages a sink gets that begins again or missed them, and when events count as kept
 *   <li>{@code SinkOptions}: which messages a sink wants (kinds, events, filter)
 *   <li>{@code OutboxEndpoint}: when a sink sleeps; the parameters of a sink with their limits; a filter that fails
 *       lets the message pass
 *   <li>{@code OutboxComponent}: which name a sink may have
 *   <li>{@code Sink}: how many messages may wait and how long; how many dead letters are kept; whether a sink without
 *       a route still keeps messages; when newer totals replace older ones
 *   <li>{@code ReadAhead}: how many waiting messages are read ahead, how long a message is held back to be folded,
 *       and when messages go one by one
 *   <li>{@code MessageBatch}: which messages are folded into one, and which are delivered together
 *   <li>{@code MessageFolder}: the files of waiting messages and dead letters, and how much waits in memory while the
 *       disk is full
 *   <li>{@code OutboxMessage}: the form of a message in its file
 *   <li>{@code OutboxContent}: how many messages of a sink are listed
 *   <li>{@code SinkStatus}: the states of a sink, and which of them is a trouble
 *   <li>{@code SinkHttpConfigurer}: the address of a call, and the time limits for a connection and for an answer
 *   <li>{@code CloudEvents}: the form of a message as a CloudEvent
 *   <li>{@code WebhookSignature}: the secret of a signature, whose form is in
 *       {@link dev.twitchrelay.kit.StandardWebhooks}
 * </ul>
 */
package dev.twitchrelay.outbox;
