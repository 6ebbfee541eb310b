/**
 * The control of alerts: {@link dev.twitchrelay.alerts.AlertControl} holds what people have ordered. Widgets hold the
 * queue itself, because each widget has options of its own. Knows nothing of HTTP, the event stream and Twitch.
 */
package dev.twitchrelay.alerts;
