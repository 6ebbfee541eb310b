package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.builder.ExpressionClause;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.ExpressionSubElementDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Shows routes that were built from Java or XML in the shape of Camel's YAML, so that there is one set of checks: ids,
 * endpoints with their parameters, expressions and texts, each with its place in the file. A place is exact where the
 * file has the text as it is; otherwise it is the begin of the step's line. Used for one file, by one thread.
 */
final class ModelTree {
    /** The texts that say where a definition is, and not what it is. */
    private static final Set<String> PLACES = Set.of("location", "nodePrefixId", "resource", "parent", "description");

    /** A text is looked for up to the first character that XML or Java may write in another way. */
    private static final Pattern REWRITTEN = Pattern.compile("[\\\\\"&<>\\n]");

    /** How far behind the begin of a step its texts may be. */
    private static final int FARTHEST = 4_000;

    private final CamelContext camel;
    private final BeanIntrospection properties;
    private final String file;
    private final String text;
    private final int[] codePoints;
    private final Set<NamedNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param camel the context that the routes were built in */
    ModelTree(CamelContext camel, String file, String text) {
        this.camel = camel;
        this.properties = PluginHelper.getBeanIntrospection(camel);
        this.file = file;
        this.text = text;
        this.codePoints = text.codePoints().toArray();
    }

    /** A list with the beans of the context, and these routes and route configurations. */
    YamlNode of(List<? extends NamedNode> definitions) {
        List<Node> entries = new ArrayList<>();
        List<Node> beans = new ArrayList<>();
        for (BeanFactoryDefinition<?> bean :
                camel.getCamelContextExtension().getContextPlugin(Model.class).getCustomBeans()) {
            Map<String, Node> values = new TreeMap<>();
            values.put("name", scalar(bean.getName(), 0));
            values.put("type", scalar(String.valueOf(bean.getType()), 0));
            beans.add(mapping(values, 0));
        }
        if (!beans.isEmpty()) {
            entries.add(mapping(Map.of("beans", sequence(beans, 0)), 0));
        }
        for (NamedNode definition : definitions) {
            entries.add(named(definition, 0));
        }
        return YamlNode.of(file, sequence(entries, 0));
    }

    /** A mapping with the name of a step as its only key. */
    private Node named(NamedNode definition, int outer) {
        int begin = begin(definition, outer);
        String name = definition instanceof RouteConfigurationDefinition
                ? "routeConfiguration" // Camel's name for it is another
                : definition.getShortName();
        return mapping(Map.of(name, node(definition, begin)), begin);
    }

    private Node node(NamedNode definition, int begin) {
        Map<String, Object> found = new TreeMap<>();
        // some definitions name the definition that they are a part of
        if (seen.add(definition)) {
            properties.getProperties(definition, found, null, false);
        }
        found.keySet().removeAll(PLACES);
        Map<String, Node> values = new TreeMap<>();
        found.forEach((name, value) -> value(name, value, begin, values));
        if (definition instanceof RouteDefinition route && route.getInput() != null) {
            Map<String, Node> from = new TreeMap<>();
            endpoint(route.getInput().getUri(), begin, from);
            Optional.ofNullable(values.remove("steps")).ifPresent(steps -> from.put("steps", steps));
            values.put("from", mapping(from, begin));
            values.remove("input");
        }
        return mapping(values, begin);
    }

    private void value(String name, Object value, int begin, Map<String, Node> values) {
        if (name.equals("uri") && value instanceof String uri) {
            endpoint(uri, begin, values);
        } else if (value instanceof String words) {
            values.put(name, scalar(words, begin));
        } else if (value instanceof ExpressionDefinition expression) {
            Map<String, Node> languages = name.equals("expression") ? values : new TreeMap<>();
            expression(expression, begin, languages);
            if (languages != values) {
                values.put(name, mapping(languages, begin));
            }
        } else if (value instanceof ExpressionSubElementDefinition part) {
            value(name, part.getExpressionType(), begin, values);
        } else if (value instanceof List<?> list) {
            List<Node> elements = new ArrayList<>();
            for (Object element : list) {
                if (element instanceof NamedNode step) {
                    elements.add(named(step, begin));
                } else if (element instanceof String words) {
                    elements.add(scalar(words, begin));
                }
            }
            values.put(name.equals("outputs") ? "steps" : name, sequence(elements, begin));
        } else if (value instanceof NamedNode inner) {
            values.put(name, node(inner, begin(inner, begin)));
        }
    }

    private void expression(ExpressionDefinition expression, int begin, Map<String, Node> values) {
        Object built =
                expression.getExpressionValue() == null ? expression.getPredicate() : expression.getExpressionValue();
        ExpressionDefinition type = built instanceof ExpressionClause<?> clause
                        && clause.getExpressionType() instanceof ExpressionDefinition inner
                ? inner
                : expression;
        String language = type.getLanguage();
        if (language != null && !language.isEmpty() && type.getExpression() != null) {
            values.put(language, scalar(type.getExpression(), begin));
        }
    }

    /** The options behind the question mark become {@code parameters}. */
    private void endpoint(String uri, int begin, Map<String, Node> values) {
        String address = URISupport.stripQuery(uri);
        Node base = scalar(address, begin);
        values.put("uri", base);
        int place = base.getStartMark().map(Mark::getPointer).orElse(begin);
        Map<String, Node> parameters = new TreeMap<>();
        try {
            URISupport.parseQuery(URISupport.extractQuery(uri))
                    .forEach((name, value) -> parameters.put(name, scalar(String.valueOf(value), place)));
        } catch (Exception e) {
            // Camel says why it is no URI when it builds the route
            values.put("uri", scalar(uri, begin));
            return;
        }
        if (!parameters.isEmpty()) {
            values.put("parameters", mapping(parameters, place));
        }
    }

    private Node mapping(Map<String, Node> values, int begin) {
        List<NodeTuple> tuples = new ArrayList<>();
        values.forEach((key, value) -> tuples.add(new NodeTuple(key(key, begin), value)));
        return new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, at(begin), Optional.empty());
    }

    /** Only the names of parameters are in the file as they are here; other keys are at the begin of their step. */
    private Node key(String name, int begin) {
        Optional<Mark> exact = find(name + "=", begin).filter(mark -> begin > 0);
        return new ScalarNode(
                Tag.STR, true, name, ScalarStyle.PLAIN, exact.isPresent() ? exact : at(begin), Optional.empty());
    }

    private Node sequence(List<Node> elements, int begin) {
        return new SequenceNode(Tag.SEQ, true, elements, FlowStyle.BLOCK, at(begin), Optional.empty());
    }

    private Node scalar(String value, int begin) {
        Optional<Mark> exact = find(REWRITTEN.split(value, 2)[0], begin);
        return new ScalarNode(
                Tag.STR, true, value, ScalarStyle.PLAIN, exact.isPresent() ? exact : at(begin), Optional.empty());
    }

    private Optional<Mark> find(String words, int begin) {
        int from = text.offsetByCodePoints(0, begin);
        int found = words.isBlank() ? -1 : text.indexOf(words, from);
        return found < 0 || found > from + FARTHEST ? Optional.empty() : at(text.codePointCount(0, found));
    }

    /** The begin of a definition's line, in code points. If that line is not known, the line of the outer definition. */
    private int begin(NamedNode definition, int outer) {
        int line = definition.getLineNumber();
        if (line < 1 && definition instanceof RouteDefinition route && route.getInput() != null) {
            line = route.getInput().getLineNumber();
        }
        if (line < 1) {
            return outer;
        }
        int at = 0;
        for (int i = 1; i < line; i++) {
            at = text.indexOf('\n', at) + 1;
            if (at == 0) {
                return outer;
            }
        }
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.codePointCount(0, at);
    }

    private Optional<Mark> at(int pointer) {
        int line = 0;
        int column = 0;
        for (int i = 0; i < pointer; i++) {
            boolean ends = codePoints[i] == '\n';
            line += ends ? 1 : 0;
            column = ends ? 0 : column + 1;
        }
        return Optional.of(new Mark(file, pointer, line, column, codePoints, pointer));
    }
}
