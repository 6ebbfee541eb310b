/**
 * The route files that integrators edit: their check, their tests, and their exchange while the relay runs.
 *
 * <p>The classes that end with {@code Lint} check one file each. {@code RouteTransaction} exchanges running routes, and takes
 * the exchange back when a route does not start. {@code LiveRoutes} follows the folder, and goes back to the version before
 * when the first messages of an edited route fail.
 */
package dev.twitchrelay.routes;
