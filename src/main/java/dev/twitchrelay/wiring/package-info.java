/**
 * Puts the relay together: Spring's configurations, the settings ({@code *Properties}), and the start and its failures. Every
 * other package stands without it; only {@link dev.twitchrelay.Application} calls it.
 */
package dev.twitchrelay.wiring;
