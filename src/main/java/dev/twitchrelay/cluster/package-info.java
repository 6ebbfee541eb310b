/**
 * Several relays that work as one: an elected leader has the connection to Twitch, and a NATS JetStream stream carries
 * its messages to all relays. Without the profile {@code cluster} nothing of this package runs or is loaded.
 */
package dev.twitchrelay.cluster;
