/**
 * Several relays that work as one: an elected leader has the connection to Twitch, and a NATS JetStream stream carries
 * its messages to all relays. Without the profile {@code cluster} nothing of this package runs or is loaded.
 *
 * <p>{@code LeaderElection} decides who leads and how long a leader trusts its lease, with a lease in
 * {@code KubernetesLeaseStore} or {@code FileLeaseStore}. {@code Backlog} decides which messages are dropped while NATS
 * is away, {@code StreamPublisher} when a message is sent again, {@code StreamTail} which messages of a former leader
 * do not count, and {@code NatsStream} how much the stream keeps. {@code Envelope} is the form of a message in the
 * stream.
 */
package dev.twitchrelay.cluster;
