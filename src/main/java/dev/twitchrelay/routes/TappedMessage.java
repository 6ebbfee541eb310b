package dev.twitchrelay.routes;

import java.time.Instant;
import java.util.Map;

/**
 * A message at one end of a route.
 *
 * @param direction {@code in} when it enters the route, {@code out} when it leaves
 * @param exchange the same for the two ends of one passage
 * @param headers values of secret ones are hidden
 * @param body as text; cut when it is long
 * @param failure why a step of this route failed, or null
 */
public record TappedMessage(
        Instant at,
        String route,
        String direction,
        String exchange,
        Map<String, String> headers,
        String body,
        String failure) {}
