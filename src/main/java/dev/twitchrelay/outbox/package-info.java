/**
 * What is still to be delivered to sinks: kept on disk, delivered in order by one lane per sink, at least once. Knows nothing
 * of Twitch or of any sink; routes say what a sink is told and where it is.
 */
package dev.twitchrelay.outbox;
