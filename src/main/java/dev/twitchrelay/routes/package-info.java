/** The route files that integrators edit, and how they are doing. */
package dev.twitchrelay.routes;
