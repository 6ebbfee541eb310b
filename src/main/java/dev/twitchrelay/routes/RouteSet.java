package dev.twitchrelay.routes;

import dev.twitchrelay.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Route files that work together: the files that run, or the files that are to run. Immutable. */
record RouteSet(Map<String, RouteFile> files) {
    static final RouteSet EMPTY = new RouteSet(Map.of());

    RouteSet(Map<String, RouteFile> files) {
        this.files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** This set with another version of a file, or without the file if the version is null. */
    RouteSet with(String name, RouteFile file) {
        Map<String, RouteFile> changed = new TreeMap<>(files);
        if (file == null) {
            changed.remove(name);
        } else {
            changed.put(name, file);
        }
        return new RouteSet(changed);
    }

    Stream<RouteUnit> units() {
        return files.values().stream().flatMap(file -> file.units().stream());
    }

    /** The routes by id, in the order of the files and of the text. */
    Map<String, RouteUnit> routes() {
        Map<String, RouteUnit> routes = new LinkedHashMap<>();
        units().filter(RouteUnit::isRoute).forEach(route -> routes.put(route.id(), route));
        return routes;
    }

    List<RouteUnit> units(Kind kind) {
        return units().filter(unit -> unit.kind() == kind).toList();
    }

    /** The ids of routes that another set lacks, or has with other content, Kamelets, configurations or beans. */
    Set<String> changedFrom(RouteSet other) {
        Map<String, RouteUnit> theirs = other.routes();
        List<RouteUnit> configurations = difference(units(Kind.CONFIGURATION), other.units(Kind.CONFIGURATION));
        Set<String> kamelets = changedKamelets(other);
        boolean beans = !difference(units(Kind.BEANS), other.units(Kind.BEANS)).isEmpty();
        return routes().values().stream()
                .filter(route -> beans
                        || !theirs.containsKey(route.id())
                        || !theirs.get(route.id()).content().equals(route.content())
                        || route.uses().stream().anyMatch(kamelets::contains)
                        || kamelets.contains(String.valueOf(route.from()).replaceFirst("[?/].*", ""))
                        || configurations.stream().anyMatch(route::isConfiguredBy))
                .map(RouteUnit::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> changedKamelets(RouteSet other) {
        return difference(units(Kind.KAMELET), other.units(Kind.KAMELET)).stream()
                .map(kamelet -> "kamelet:" + kamelet.id())
                .collect(Collectors.toSet());
    }

    /** The units that only one of two lists has. */
    private static List<RouteUnit> difference(List<RouteUnit> some, List<RouteUnit> others) {
        Set<String> first = some.stream().map(RouteSet::identity).collect(Collectors.toSet());
        Set<String> second = others.stream().map(RouteSet::identity).collect(Collectors.toSet());
        return Stream.concat(some.stream(), others.stream())
                .filter(unit -> first.contains(identity(unit)) != second.contains(identity(unit)))
                .toList();
    }

    private static String identity(RouteUnit unit) {
        return unit.id() + unit.content();
    }

    /** The given routes, each before the routes that it sends to. In a circle, the order of the files counts. */
    List<String> sendersFirst(Collection<String> ids) {
        Map<String, RouteUnit> routes = routes();
        Map<String, String> servers = new LinkedHashMap<>();
        routes.values().stream()
                .filter(route -> route.channel() != null)
                .forEach(route -> servers.put(route.channel(), route.id()));
        Set<String> receiversFirst = new LinkedHashSet<>();
        Set<String> visited = new LinkedHashSet<>();
        routes.keySet().forEach(id -> visit(id, routes, servers, visited, receiversFirst));
        List<String> order = new ArrayList<>(receiversFirst);
        Collections.reverse(order);
        order.retainAll(ids);
        return order;
    }

    private static void visit(
            String id,
            Map<String, RouteUnit> routes,
            Map<String, String> servers,
            Set<String> visited,
            Set<String> receiversFirst) {
        if (visited.add(id)) {
            routes.get(id).uses().stream()
                    .map(servers::get)
                    .filter(Objects::nonNull)
                    .forEach(next -> visit(next, routes, servers, visited, receiversFirst));
            receiversFirst.add(id);
        }
    }
}
