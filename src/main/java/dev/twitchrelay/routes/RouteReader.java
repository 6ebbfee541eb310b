package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Failures;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Reads route files. Of a file in Java or XML it builds the routes once, in a Camel context of its own, because only
 * then their ids and endpoints are known; the checks read them as a {@link ModelTree}. Files in YAML are read by {@link
 * RouteFile} and cost no context. Thread-safe.
 */
final class RouteReader {
    private final Supplier<RouteVocabulary> vocabulary;

    /** @param vocabulary asked for only when a file in Java or XML is read */
    RouteReader(Supplier<RouteVocabulary> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Reads a file.
     *
     * @param bytes null for a file that exists and cannot be read
     * @throws RejectedFileException if the file cannot be read, is no text of its language, or holds no route
     */
    RouteFile read(String name, byte[] bytes) throws RejectedFileException {
        if (bytes == null || !RouteFile.isBuilt(name)) {
            return RouteFile.read(name, bytes);
        }
        String text = YamlNode.decode(name, bytes);
        RouteFile.Source source = name.endsWith(".java") ? java(name, text) : XmlRoutes.source(name, text);
        DefaultCamelContext camel = vocabulary.get().newContext();
        try {
            return RouteFile.built(name, RouteFile.version(bytes), tree(name, text, source, camel), source);
        } catch (RejectedFileException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw new RejectedFileException(problem(name, text, e));
        } finally {
            camel.stop();
        }
    }

    private static RouteFile.Source java(String name, String text) throws RejectedFileException {
        Class<? extends RouteBuilder> type = RouteCompiler.compile(name, text);
        return camel -> {
            RouteCompiler.makeKnown(camel, name, type);
            RouteBuilder builder = instance(type);
            builder.setCamelContext(camel);
            builder.setResource(ResourceHelper.fromBytes("file:" + name, text.getBytes(StandardCharsets.UTF_8)));
            // for @PropertyInject and @BeanInject; Camel's injector could give it beans that no route may see
            PluginHelper.getBeanPostProcessor(camel).postProcessBeforeInitialization(builder, name);
            return builder;
        };
    }

    private static RouteBuilder instance(Class<? extends RouteBuilder> type) throws Exception {
        try {
            Constructor<? extends RouteBuilder> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static YamlNode tree(String name, String text, RouteFile.Source source, DefaultCamelContext camel)
            throws Exception {
        RouteBuilder builder = source.builder(camel);
        if (builder instanceof RouteConfigurationBuilder configurations) {
            configurations.addRouteConfigurationsToCamelContext(camel);
        }
        builder.prepareModel(camel);
        if (Stream.of(
                        builder.getRestCollection().getRests(),
                        builder.getRouteTemplateCollection().getRouteTemplates(),
                        builder.getTemplatedRouteCollection().getTemplatedRoutes())
                .anyMatch(entries -> !entries.isEmpty())) {
            throw new RejectedFileException(new Problem(
                    name,
                    1,
                    1,
                    "only routes and route configurations run here: begin a route with platform-http: for 'rest', and"
                            + " write a Kamelet for a route template"));
        }
        List<NamedNode> entries = new ArrayList<>(camel.getRouteConfigurationDefinitions());
        entries.addAll(builder.getRouteCollection().getRoutes());
        YamlNode tree = new ModelTree(camel, name, text).of(entries);
        if (tree.elements().isEmpty()) {
            throw new RejectedFileException(
                    new Problem(name, 1, 1, "this file holds no route: write one, or delete the file"));
        }
        return tree;
    }

    /** The problem at the line of the file that failed, as its stack trace says. */
    private static Problem problem(String name, String text, Throwable failure) {
        if (!name.endsWith(".java")) {
            return XmlRoutes.problem(name, text, failure);
        }
        String file = name.replaceFirst("^.*/", "");
        int line = Failures.chain(failure).stream()
                .flatMap(cause -> Stream.of(cause.getStackTrace()))
                .filter(frame -> file.equals(frame.getFileName()))
                .mapToInt(StackTraceElement::getLineNumber)
                .findFirst()
                .orElse(1);
        return new Problem(name, Math.max(1, line), 1, "the routes cannot be built: " + CamelFailure.reason(failure));
    }
}
