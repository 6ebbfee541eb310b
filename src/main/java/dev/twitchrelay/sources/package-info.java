/**
 * The help for routes that take events from programs on the internet.
 *
 * <ul>
 *   <li>{@code Senders}: who may send events, how old a request may be, how large its body, which names and types an
 *       event may have, and the answer to a failure
 *   <li>{@code PublishedIds}: which event is a repeat; an event that is just being published has to come again later
 *   <li>{@code RefusedRequestException}: the status of a request that will never be taken
 * </ul>
 */
package dev.twitchrelay.sources;
