/** Computes the channel's totals from polls and events. The package does not know HTTP and routes. */
package dev.twitchrelay.stats;
