/**
 * The control of alerts. Widgets hold the queue itself, because each widget has options of its own. The package knows
 * nothing of HTTP, the event stream and Twitch.
 *
 * <ul>
 *   <li>{@code AlertControl}: which orders there are (pause, resume, skip, clear, mute, unmute, replay), and the
 *       effect of each order; which event can be shown again, and up to which size; how many orders are kept, and for
 *       how long; that an order is later than the order before it; how the state survives a restart
 * </ul>
 */
package dev.twitchrelay.alerts;
