/**
 * Puts the relay together: Spring's configurations, the settings, and the start with its failures. Other packages do
 * not know this package; only {@link dev.twitchrelay.Application} calls it.
 *
 * <p>Settings. The default of a setting is in {@code application.yaml}, Spring converts the value, and the
 * {@code …Properties} record refuses a value out of range, when Spring has bound the record and before a bean gets it
 * ({@code afterPropertiesSet}).
 *
 * <ul>
 *   <li>{@code CleanSettings}: which mistakes in a value are repaired: blanks, line ends, quotes, slashes, the
 *       {@code oauth:} before a token; which characters are refused
 *   <li>{@code Properties}: each class whose name ends so: the range of its settings; {@code OutboxConfiguration}
 *       checks the addresses of sinks, and {@code ClusterProperties} also chooses the place of the leader's lease
 *   <li>{@code CamelSettings}: which settings of Camel hold in the check and in tests of routes
 *   <li>{@code OfflineVocabulary}: the channel, the clock and the beans for {@code routes check} and
 *       {@code routes test}
 *   <li>{@code CommandEnvironment}: where commands read settings
 *   <li>{@code LibFolder}: which folder of jars is used (not the {@code lib} of the installation), and which jar wins
 * </ul>
 *
 * <p>The start:
 *
 * <ul>
 *   <li>{@code PortCheck}: whether the ports are free and different
 *   <li>{@code ListenAddress}: who can reach a port, and the reason why a port cannot be had
 *   <li>{@code DataFolder}: which relay has the folder {@code relay.data}, and which files in it are closed to other
 *       users
 *   <li>{@code StartupFailure}: the sentence about a failed start, and which values are hidden
 *   <li>{@code JournalConfiguration}: the size of the journal, and which events of earlier runs are known to the
 *       sessions
 *   <li>{@code PublishedState}: which totals, moments and follows of earlier runs or of other relays are taken over
 *   <li>{@code ReplicatedState}: which state a relay takes over from each message of another relay
 *   <li>{@code JvmSettings}: how much memory outside the heap there is
 *   <li>{@code Utf8}: the charset of texts
 * </ul>
 *
 * <p>Parts and their numbers:
 *
 * <ul>
 *   <li>{@code PagesConfiguration}: which addresses there are, which of them foreign pages may not use, and which
 *       need the admin token
 *   <li>{@code HttpConfiguration}: how many event loops there are, TLS, the order of listening and farewell
 *   <li>{@code RoutesConfiguration}: when edits of routes wait because the stream is live; when a source's event
 *       counts as kept
 *   <li>{@code SignInConfiguration}: how often the token is validated; the demo keeps tokens in memory
 *   <li>{@code ClusterConfiguration}: how long a start waits for history, how long a session outlives an edit, and
 *       the health and metrics of the cluster
 *   <li>{@code OperationConfiguration}: when health is down, which parts are never down, and which metrics there are
 *   <li>{@code OutboxConfiguration}: the health and metrics of sinks
 *   <li>{@code RouteMeters}: which metrics a route has, and which routes have none
 *   <li>{@code Meters}: the begin of the names of all metrics
 * </ul>
 *
 * <p>The end:
 *
 * <ul>
 *   <li>{@code LastResort}: when the process is ended: without memory, or when a shutdown takes too long
 * </ul>
 */
package dev.twitchrelay.wiring;
