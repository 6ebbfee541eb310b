package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.OutsideTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class KubernetesManifestsTest {
    @Test
    @SuppressWarnings("unchecked")
    void theBaseRendersWithEveryRouteFile() throws IOException, InterruptedException {
        List<Map<String, Object>> manifests = new ArrayList<>();
        new Yaml()
                .loadAll(OutsideTool.run(List.of("kubectl", "kustomize", "k8s/base")))
                .forEach(document -> manifests.add((Map<String, Object>) document));

        assertThat(manifests)
                .extracting(manifest -> manifest.get("kind"))
                .containsExactlyInAnyOrder("ConfigMap", "Service", "PersistentVolumeClaim", "Deployment");
        Map<String, Object> configMap = manifests.stream()
                .filter(manifest -> manifest.get("kind").equals("ConfigMap"))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            assertThat(((Map<String, Object>) configMap.get("data")).keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            routes.map(path -> path.getFileName().toString())
                                    .filter(name -> name.endsWith(".camel.yaml") || name.endsWith(".kamelet.yaml"))
                                    .toList());
        }
    }
}
