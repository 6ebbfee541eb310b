/**
 * Several relays that work as one. Some of them hold a session with Twitch, and a NATS JetStream stream carries what the
 * sessions receive to all relays. An elected leader publishes it, and another stream carries its messages to all relays.
 * Without the profile {@code cluster} nothing of this package runs or is loaded.
 *
 * <p>Decisions about the leader:
 *
 * <ul>
 *   <li>{@code LeaderElection}: who leads, how long a leader trusts its lease, how often it renews the lease, and
 *       when a leader that cannot publish is replaced
 *   <li>{@code LeaseWatch}: when a lease is free
 *   <li>{@code Presence}: how soon the end of a process is seen
 *   <li>{@code LeaseStore}: the content of a lease, and when a renewal has failed
 *   <li>{@code NatsLeaseStore}: the lease as a key of a NATS bucket, and the time limit of a request
 *   <li>{@code KubernetesLeaseStore}: the lease as an object of Kubernetes, and the time limit of a request
 *   <li>{@code LeadershipService}: the answer to routes with {@code master:} whether this relay leads
 *   <li>{@code Replica}: when a part of the cluster counts as dead, so that only a restart helps; how long waiting
 *       messages are published at the end; the name of a relay
 * </ul>
 *
 * <p>Decisions about sessions:
 *
 * <ul>
 *   <li>{@code SessionHolders}: which relays hold a session, when another relay takes over, and the pause between the
 *       begins of two sessions
 *   <li>{@code IngressSender}: which reports of a session are dropped while NATS is away, how many go in one message,
 *       and how long the end of a relay waits for them
 *   <li>{@code Ingress}: the form of the reports in the stream, and what a relay reads again after a loss
 * </ul>
 *
 * <p>Decisions about messages:
 *
 * <ul>
 *   <li>{@code Backlog}: which messages are dropped while NATS is away, and that newer totals replace older ones
 *   <li>{@code StreamPublisher}: when a message counts as sent, when it is sent again, how long a publisher waits for
 *       its number, which number comes after a loss, and the treatment of a message that NATS refuses
 *   <li>{@code StreamTail}: which messages of a former leader do not count, and what is history
 *   <li>{@code StreamReader}: when a stream is read again
 *   <li>{@code NatsStream}: how many messages a stream keeps, and for how long NATS knows repeats
 *   <li>{@code NatsConnection}: how long a request may take, and when a connection is given up
 *   <li>{@code Envelope}: the form of a message in the stream
 *   <li>{@code ClusterStatus}: the state that people and monitors see
 * </ul>
 */
package dev.twitchrelay.cluster;
