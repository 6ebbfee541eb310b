/**
 * Finds missed follows by a comparison with Helix, and recognises repeated events. The package does not know HTTP and
 * routes.
 */
package dev.twitchrelay.recovery;
