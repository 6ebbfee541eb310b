/**
 * Explains the relay's status and names remedies, for the status itself, the dashboard and the commands.
 *
 * <ul>
 *   <li>{@code Diagnosis}: findings about Twitch: the sign-in and its token, proxies, sessions with EventSub and
 *       copies of their events, repeated events, subscriptions, missing scopes, polls, the points left in the rate
 *       limit
 *   <li>{@code RelayFindings}: findings about the relay itself: cluster, clock (how many seconds are no problem),
 *       journal and disk, routes, edited route files, sinks and their dead letters, clients that a limit stopped, the
 *       admin token and guesses of it
 *   <li>{@code Findings}: which findings share a line
 *   <li>{@code Finding}: the levels
 *   <li>{@code HumanTime}: times and durations in words
 * </ul>
 */
package dev.twitchrelay.diagnosis;
