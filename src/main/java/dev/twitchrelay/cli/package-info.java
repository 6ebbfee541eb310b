/**
 * The commands of {@code java -jar twitch-relay.jar COMMAND}, which run instead of the relay. {@code CommandLine} finds
 * the command and decides the exit code.
 *
 * <p>{@code Settings} decides at which address a command calls the running relay, {@code RelayApi} which certificate it
 * trusts there, and {@code StreamProbe} whether a proxy holds the event stream back. The package {@code diagnosis}
 * decides what {@code doctor} reports as a problem.
 */
package dev.twitchrelay.cli;
