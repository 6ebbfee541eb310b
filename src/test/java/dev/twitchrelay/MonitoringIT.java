package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the alerts of k8s/components/monitoring. */
class MonitoringIT {
    private static final Path FOLDER = Path.of("k8s/components/monitoring");
    private static final Pattern METRIC = Pattern.compile("\\b(?:twitch_relay|camel|jvm|process)_[a-z0-9_]+");

    @Test
    void aRunningRelayHasEveryMetricThatIsLookedAt() throws IOException {
        Set<String> wanted = metrics(Files.readString(FOLDER.resolve("alerts.yaml")));
        for (JsonNode panel : new ObjectMapper()
                .readTree(FOLDER.resolve("dashboard.json").toFile())
                .path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                Set<String> ofTarget = metrics(target.path("expr").asText());
                assertThat(ofTarget).as(panel.path("title").asText()).isNotEmpty();
                wanted.addAll(ofTarget);
            }
        }
        // what only a cluster has
        wanted.removeIf(metric -> metric.startsWith("twitch_relay_cluster_"));
        assertThat(wanted).hasSizeGreaterThan(25);

        try (RunningRelay relay = RunningRelay.start(RunningRelay.settingsWithoutTwitch())) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            metrics(relay.send("GET", relay.managementUri("/actuator/prometheus"), "")
                                    .body()
                                    // a name that only a comment has is no sample
                                    .replaceAll("(?m)^#.*$", "")))
                    .containsAll(wanted));
        }
    }

    @Test
    void alertsFireWhenTheyMustAndOnlyThen(@TempDir Path folder) throws IOException, InterruptedException {
        Map<String, Object> alerts = new Yaml().load(Files.readString(FOLDER.resolve("alerts.yaml")));
        Files.writeString(folder.resolve("rules.yaml"), new Yaml().dump(alerts.get("spec")));
        Path tests = Files.copy(
                Path.of("src/test/resources/monitoring/alerts.test.yaml"), folder.resolve("alerts.test.yaml"));

        assertThat(OutsideTool.run(List.of("promtool", "test", "rules", tests.toString())))
                .contains("SUCCESS");
    }

    private static Set<String> metrics(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
