/**
 * The route files that integrators edit: their check, their tests, and their exchange while the relay runs.
 *
 * <p>Check: the classes that end with {@code Lint} check one file each, and {@code RouteNames} checks the names that
 * several files share; {@code RouteCheck} runs them. {@code RouteVocabulary} decides which beans, components and
 * settings a route may name.
 *
 * <p>Exchange: {@code RouteFiles} decides when an edit is complete, and {@code RouteUpdate} which files of a changed
 * folder run. {@code RouteTransaction} exchanges running routes, and takes the exchange back when a route does not
 * start. {@code LiveRoutes} goes back to the version before when the first messages of an edited route fail.
 * {@code GatedDirectComponent} holds messages back meanwhile.
 *
 * <p>Test and look: {@code RouteTestRun} runs a test, {@code EndpointRecorder} takes the place of its peers,
 * {@code MessageDifference} tells what is different, {@code TestEvents} makes test events, and {@code RouteTaps} shows
 * the messages of a running route.
 */
package dev.twitchrelay.routes;
