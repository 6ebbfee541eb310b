package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.LogLines;
import dev.twitchrelay.support.RouteCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The first steps of whoever looks for a mistake: what routes print is seen, and has a name. */
class RouteLogsTest {
    @Test
    void whatRoutesPrintHasLoggersThatBeginWithRoute() throws Exception {
        byte[] text = """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - log: body ${body}
                        - to: log:looked
                """.getBytes(StandardCharsets.UTF_8);
        RouteSet set = new RouteSet(Map.of("a.camel.yaml", RouteFile.read("a.camel.yaml", text)));
        try (DefaultCamelContext camel = RouteCommands.vocabulary(Map.of()).newContext();
                LogLines ofRoute = new LogLines("route.a");
                LogLines ofEndpoint = new LogLines("route.looked")) {
            RouteModel model = new RouteModel(camel);
            model.configure(set);
            camel.start();
            camel.addRouteDefinitions(
                    model.definitions(set, set.routes().keySet()).values());

            camel.createProducerTemplate().sendBody("direct:a", "hi");

            assertThat(ofRoute.lines()).containsExactly("INFO body hi");
            assertThat(ofEndpoint.lines()).singleElement().asString().contains("Body: hi");
        }
    }

    @Test
    void theRelayShowsTheseLoggers() throws IOException {
        try (InputStream settings = RouteLogsTest.class.getResourceAsStream("/application.yaml")) {
            Map<String, Map<String, Map<String, Object>>> all = new Yaml().load(settings);

            assertThat(all.get("logging").get("level")).containsEntry("route", "INFO");
        }
    }
}
