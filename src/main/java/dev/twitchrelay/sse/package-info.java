/**
 * Server-Sent Events: a hub with a shared log and a cursor per client, its HTTP face on Vert.x, and the Camel component
 * {@code sse:} that publishes to it. Knows nothing of where messages come from or what they say.
 */
package dev.twitchrelay.sse;
