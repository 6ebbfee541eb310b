/**
 * Several relays that work as one: an elected leader has the connection to Twitch, and a NATS JetStream stream
 * carries its messages to all relays. Without the profile {@code cluster} nothing of this package runs or is loaded.
 *
 * <p>Decisions about the leader:
 *
 * <ul>
 *   <li>{@code LeaderElection}: who leads, how long a leader trusts its lease, how often it renews the lease, and
 *       when a leader that cannot publish is replaced
 *   <li>{@code LeaseStore}: the content of a lease; each class whose name ends so is a place for the lease, and
 *       decides how the others see that its holder is dead
 *   <li>{@code KubernetesLeaseStore}: the lease as an object of Kubernetes, and the time limit of a request
 *   <li>{@code LeadershipService}: the answer to routes with {@code master:} whether this relay leads
 *   <li>{@code Replica}: when a part of the cluster counts as dead, so that only a restart helps; how long waiting
 *       messages are published at the end; the name of a relay
 * </ul>
 *
 * <p>Decisions about messages:
 *
 * <ul>
 *   <li>{@code Backlog}: which messages are dropped while NATS is away, and that newer totals replace older ones
 *   <li>{@code StreamPublisher}: when a message is sent again, how long a publisher waits for its number, which
 *       number comes after a loss, and the treatment of a message that NATS refuses
 *   <li>{@code StreamTail}: which messages of a former leader do not count, and when the stream is read again
 *   <li>{@code NatsStream}: how many messages the stream keeps, for how long NATS knows repeats, and when a
 *       connection is given up
 *   <li>{@code Envelope}: the form of a message in the stream
 *   <li>{@code ClusterStatus}: the state that people and monitors see
 * </ul>
 */
package dev.twitchrelay.cluster;
