package dev.twitchrelay.routes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.eventsub.EventSubEndpoint;
import dev.twitchrelay.outbox.OutboxEndpoint;
import dev.twitchrelay.sse.SseEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointHeaderModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The descriptors of the relay's components say what the annotations say, and the pages of {@code src/docs/components}
 * say what the descriptors say. With {@code -Dcomponents.write=true} the pages are written.
 */
class ComponentPagesTest {
    /** The parameters of every component of Camel; their long descriptions are in Camel's manual. */
    private static final Set<String> OF_CAMEL =
            Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");

    private static ComponentModel descriptor(Class<?> endpoint) throws IOException {
        String scheme = endpoint.getAnnotation(UriEndpoint.class).scheme();
        String file = "/META-INF/" + endpoint.getPackageName().replace('.', '/') + "/" + scheme + ".json";
        try (InputStream text = endpoint.getResourceAsStream(file)) {
            return JsonMapper.generateComponentModel(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<Field> annotated(Class<?> endpoint) {
        Set<String> excluded = endpoint.isAnnotationPresent(Metadata.class)
                ? Set.of(endpoint.getAnnotation(Metadata.class)
                        .excludeProperties()
                        .split(","))
                : Set.of();
        return Stream.of(endpoint, VertxWebsocketConfiguration.class)
                .limit(endpoint.equals(EventSubEndpoint.class) ? 2 : 1)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(UriParam.class) || field.isAnnotationPresent(UriPath.class))
                .filter(field -> !excluded.contains(field.getName()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(classes = {EventSubEndpoint.class, OutboxEndpoint.class, SseEndpoint.class})
    void theDescriptorSaysWhatTheAnnotationsSay(Class<?> endpoint) throws IOException {
        UriEndpoint own = endpoint.getAnnotation(UriEndpoint.class);
        ComponentModel descriptor = descriptor(endpoint);

        assertThat(descriptor.getSyntax()).isEqualTo(own.syntax());
        assertThat(descriptor.isConsumerOnly()).isEqualTo(own.consumerOnly());
        assertThat(descriptor.isProducerOnly()).isEqualTo(own.producerOnly());
        List<EndpointOptionModel> options = descriptor.getEndpointOptions().stream()
                .filter(option -> !OF_CAMEL.contains(option.getName()))
                .toList();
        List<Field> fields = annotated(endpoint);
        assertThat(options)
                .extracting(BaseOptionModel::getName)
                .containsExactlyInAnyOrderElementsOf(
                        fields.stream().map(Field::getName).toList());
        for (EndpointOptionModel option : options) {
            Field field = fields.stream()
                    .filter(each -> each.getName().equals(option.getName()))
                    .findFirst()
                    .orElseThrow();
            UriParam parameter = field.getAnnotation(UriParam.class);
            Metadata metadata = field.getAnnotation(Metadata.class);
            assertThat(option.getDescription())
                    .as(option.getName())
                    .isNotBlank()
                    .doesNotContain("{", "}");
            assertThat(option.isRequired()).as(option.getName()).isEqualTo(metadata != null && metadata.required());
            if (parameter != null) {
                assertThat(
                                option.getDefaultValue() == null
                                        ? ""
                                        : option.getDefaultValue().toString())
                        .as(option.getName())
                        .isEqualTo(parameter.defaultValue());
                assertThat(option.getJavaType().replaceAll("<.*", ""))
                        .as(option.getName())
                        .isEqualTo(field.getType().getName());
            }
        }
    }

    /** Camel sets a parameter by a setter of the endpoint, or of its configuration. */
    @ParameterizedTest
    @ValueSource(classes = {EventSubEndpoint.class, OutboxEndpoint.class, SseEndpoint.class})
    void eachParameterCanBeSet(Class<?> endpoint) throws IOException {
        Set<String> setters = Stream.of(endpoint, VertxWebsocketConfiguration.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(descriptor(endpoint).getEndpointParameterOptions()).allSatisfy(option -> assertThat(setters)
                .contains("set" + option.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                        + option.getName().substring(1)));
    }

    @ParameterizedTest
    @ValueSource(classes = {EventSubEndpoint.class, OutboxEndpoint.class, SseEndpoint.class})
    void thePageIsWrittenFromTheDescriptor(Class<?> endpoint) throws IOException {
        ComponentModel descriptor = descriptor(endpoint);
        Path page = Path.of("src/docs/components", descriptor.getScheme() + ".md");
        String text = page(descriptor);
        if (Boolean.getBoolean("components.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }

        assertThat(page)
                .as("write it anew with mvn -Dtest=ComponentPagesTest -Dcomponents.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false test")
                .hasContent(text);
    }

    private static String page(ComponentModel component) {
        String direction = component.isConsumerOnly()
                ? "Routes receive from it (`from:`)."
                : component.isProducerOnly()
                        ? "Routes send to it (`to:`)."
                        : "Routes receive from it (`from:`) and send to it (`to:`).";
        List<EndpointOptionModel> own = component.getEndpointParameterOptions().stream()
                .filter(option -> !OF_CAMEL.contains(option.getName()))
                .toList();
        String common = component.getEndpointParameterOptions().stream()
                .map(BaseOptionModel::getName)
                .filter(OF_CAMEL::contains)
                .map(name -> "`" + name + "`")
                .collect(joining(", "));
        StringBuilder page = new StringBuilder("# " + component.getTitle() + "\n\n" + component.getDescription()
                + "\n\nThe address is `" + component.getSyntax() + "`. " + direction + "\n\n");
        table(page, "Part of the address", component.getEndpointPathOptions());
        table(page, "Parameter", own);
        page.append("Parameters of every component of Camel are described in\n"
                + "[Camel's manual](https://camel.apache.org/manual/endpoint.html), here: " + common + ".\n");
        // Camel adds the headers of the component that this one extends
        List<EndpointHeaderModel> headers = component.getEndpointHeaders().stream()
                .filter(header -> header.getConstantName().startsWith("dev.twitchrelay."))
                .toList();
        if (!headers.isEmpty()) {
            page.append("\n");
            table(page, "Header", headers);
            page.setLength(page.length() - 1);
        }
        return page.toString();
    }

    private static void table(StringBuilder page, String head, List<? extends BaseOptionModel> rows) {
        if (rows.isEmpty()) {
            return;
        }
        page.append("| " + head + " | Value | Default | Meaning |\n|---|---|---|---|\n");
        rows.forEach(row -> page.append("| `" + (row.getPrefix() == null ? row.getName() : row.getPrefix() + "NAME")
                + "`" + (row.isRequired() ? " (required)" : "") + " | "
                + (row.getType() == null ? row.getShortJavaType() : row.getType()) + " | "
                + (row.getDefaultValue() == null ? "" : "`" + row.getDefaultValue() + "`") + " | "
                + row.getDescription().replace("|", "\\|").replaceFirst("\\.$", "") + " |\n"));
        page.append("\n");
    }
}
