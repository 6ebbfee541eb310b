/**
 * The messages that are still to be delivered to sinks. The disk keeps them, and each sink has a worker that delivers
 * them in order and at least once. The package knows nothing of Twitch or of any sink: routes say what a sink gets, and
 * where it is.
 */
package dev.twitchrelay.outbox;
