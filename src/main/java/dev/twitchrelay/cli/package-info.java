/** What {@code java -jar twitch-relay.jar COMMAND} does instead of starting the relay. */
package dev.twitchrelay.cli;
