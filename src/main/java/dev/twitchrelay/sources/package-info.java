/**
 * What routes need to take events from programs on the internet: {@code Senders} verifies the sender of a request,
 * {@code PublishedIds} knows the events that are published already.
 */
package dev.twitchrelay.sources;
