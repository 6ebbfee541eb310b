package dev.twitchrelay.routes;

import java.time.Instant;

/**
 * How one route is doing.
 *
 * @param file the route's file, relative to the folder of routes
 * @param state Camel's word: {@code Started}, {@code Stopped} and so on
 * @param messages that have passed it since the start, well or not
 * @param failed messages that a step of this route failed on, since the start
 * @param meanMillis how long a message takes from here to the end of its way, on average since the start; null before the
 *     first
 * @param lastError why the latest of them failed, or null
 */
public record RouteStatus(
        String file,
        String id,
        String state,
        long messages,
        long failed,
        Double meanMillis,
        String lastError,
        Instant lastErrorAt) {}
