/**
 * The route files that integrators edit: their check, their tests, and their exchange while the relay runs.
 */
package dev.twitchrelay.routes;
