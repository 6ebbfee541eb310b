/**
 * The commands of {@code java -jar twitch-relay.jar COMMAND}, which run instead of the relay. The package
 * {@link dev.twitchrelay.diagnosis} decides which findings of {@code doctor} are problems.
 *
 * <ul>
 *   <li>{@code CommandLine}: which arguments are a command, which help is printed, and the exit code of a misuse
 *   <li>{@code Command}: which folder a command reads when none is given; arguments with two dashes are settings
 *   <li>{@code DoctorCommand}: the checks of {@code doctor} with a running relay and without one, how a finding is
 *       printed, the exit code
 *   <li>{@code StreamProbe}: whether a proxy holds the event stream back, by the time until the first byte, and how
 *       long this is waited for
 *   <li>{@code RelayApi}: whether a relay runs, how long a command waits for it, and which certificate is trusted
 *   <li>{@code Settings}: at which address a command calls the running relay
 *   <li>{@code OfflineTwitch}: how long a command waits for Twitch
 *   <li>{@code SignOutCommand}: whether the running relay signs out, or the command itself
 *   <li>{@code OutboxCommand}: the words of {@code outbox list}, {@code retry} and {@code drop}
 *   <li>{@code RoutesCheckCommand}: how mistakes in routes are printed
 *   <li>{@code RoutesTestCommand}: how the result of a test is printed
 *   <li>{@code RoutesTapCommand}: how the messages of a running route are printed
 *   <li>{@code RoutesNewCommand}: the names of the files and settings that {@code routes new} writes, and that it
 *       overwrites no file
 *   <li>{@code LibAddCommand}: which libraries come into {@code relay.lib}, and how long Maven may take
 * </ul>
 */
package dev.twitchrelay.cli;
