/**
 * Explains the relay's status and names remedies, for the status itself, the dashboard and the commands.
 * {@code Diagnosis} finds the problems of Twitch, sign-in, subscriptions and polls. {@code RelayFindings} finds the
 * problems of the relay itself: cluster, disk, routes, sinks, clients. {@code HumanTime} writes times and durations in
 * words.
 */
package dev.twitchrelay.diagnosis;
