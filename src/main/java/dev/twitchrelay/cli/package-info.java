/** The commands of {@code java -jar twitch-relay.jar COMMAND}, which run instead of the relay. */
package dev.twitchrelay.cli;
