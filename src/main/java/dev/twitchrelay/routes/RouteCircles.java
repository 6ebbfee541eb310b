package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds routes that call each other in a circle through {@code direct:} channels, whatever the message is. Such a
 * message would go round until the stack of its thread is full. A circle with a condition in it is allowed: a route may
 * call itself for the next page of a list. {@link RouteCheck} calls it.
 */
final class RouteCircles {
    private static final Set<String> CALLS = Set.of("to", "toD", "enrich");

    /** Steps that may leave out their inner steps, or run them for a part of the messages only. */
    private static final Set<String> CONDITIONAL = Set.of(
            "when",
            "otherwise",
            "filter",
            "doCatch",
            "onFallback",
            "onException",
            "onCompletion",
            "loop",
            "split",
            "aggregate",
            "resequence",
            "sample",
            "idempotentConsumer",
            "loadBalance",
            "saga");

    /** Routes by the channel that they start from. */
    private final Map<String, RouteUnit> routes = new LinkedHashMap<>();

    private final Set<String> checked = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private RouteCircles(RouteSet set) {
        set.units()
                .filter(unit -> unit.address() != null && unit.address().startsWith("direct:"))
                .forEach(unit -> routes.putIfAbsent(unit.address(), unit));
    }

    /** One problem for each circle, at the step that closes it. */
    static List<Problem> in(RouteSet set) {
        RouteCircles circles = new RouteCircles(set);
        circles.routes.keySet().forEach(channel -> circles.follow(channel, new ArrayList<>()));
        return circles.problems;
    }

    private void follow(String channel, List<String> way) {
        if (!routes.containsKey(channel) || !checked.add(channel)) {
            return;
        }
        way.add(channel);
        routes.get(channel)
                .node()
                .all()
                .filter(RouteCircles::isCall)
                .filter(step -> !isConditional(step))
                .forEach(step -> step(step, way));
        way.remove(way.size() - 1);
    }

    private void step(YamlNode step, List<String> way) {
        YamlNode uri = step.textOr("uri");
        String called = uri.text().replaceFirst("\\?.*", "").replaceFirst("^direct://", "direct:");
        int begin = way.indexOf(called);
        if (begin < 0) {
            follow(called, way);
            return;
        }
        List<String> circle = new ArrayList<>(way.subList(begin, way.size()));
        circle.add(called);
        problems.add(uri.problem("the routes call each other in a circle without end: " + String.join(", ", circle)
                + "; remove this step, or put it under a condition"));
    }

    private static boolean isCall(YamlNode node) {
        String uri = node.textOr("uri").text();
        return CALLS.contains(node.key()) && uri != null && uri.startsWith("direct:");
    }

    private static boolean isConditional(YamlNode step) {
        for (YamlNode outer = step.parent(); outer != null; outer = outer.parent()) {
            if (CONDITIONAL.contains(outer.key())) {
                return true;
            }
        }
        return false;
    }
}
