/**
 * Several relays as one: an elected leader holds the connection to Twitch, a NATS JetStream stream takes what it publishes to
 * all of them. Nothing of it runs, or is loaded, without the profile {@code cluster}.
 */
package dev.twitchrelay.cluster;
