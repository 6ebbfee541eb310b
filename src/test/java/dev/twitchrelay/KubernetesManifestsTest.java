package dev.twitchrelay;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.Manifests;
import dev.twitchrelay.support.Manifests.InvalidManifestException;
import dev.twitchrelay.support.OutsideTool;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesManifestsTest {
    private static final String BASE = "k8s/base";
    private static final String DEMO = "k8s/overlays/demo";
    private static final String CLUSTER = "k8s/overlays/cluster";
    private static final Path NATS_CONFIGURATION = Path.of(CLUSTER, "nats/nats.conf");

    /** The same for all: a ConfigMap of a megabyte is refused. */
    private static final int MOST_BYTES = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {BASE, DEMO, CLUSTER})
    void everyFieldIsOneThatKubernetesKnows(String folder) throws Exception {
        assertThat(kinds(Manifests.read(Manifests.render(folder))))
                .contains("Deployment", "Service", "ConfigMap", "NetworkPolicy", "ServiceAccount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitoring", "ingress-nginx", "ingress-traefik"})
    void componentsFitOnTheBase(String component, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%1$s/k8s/base]
                components: [%1$s/k8s/components/%2$s]
                """.formatted(
                        folder.toAbsolutePath().relativize(Path.of("").toAbsolutePath()), component));

        List<HasMetadata> manifests = Manifests.read(Manifests.render(folder.toString()));

        assertThat(kinds(manifests))
                .containsAll(
                        component.equals("monitoring")
                                ? Set.of("ServiceMonitor", "PrometheusRule")
                                : Set.of("Ingress", "Service"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readOnlyRootFilesystem -> readOnlyRootFileSystem", "failureThreshold -> failureTreshold",
                "periodSeconds: 10 -> periodSeconds: often", "kind: NetworkPolicy -> kind: NetworkPolicies",
                "terminationGracePeriodSeconds: -> gracePeriodSeconds:"
            })
    void aTypingErrorIsFound(String change) throws Exception {
        String[] fromTo = change.split(" -> ");
        String rendered = Manifests.render(BASE);
        assertThat(rendered).contains(fromTo[0]);

        assertThatThrownBy(() -> Manifests.read(rendered.replaceFirst(fromTo[0], fromTo[1])))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining(fromTo[1].replaceFirst(".*: ", "").replace(":", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, DEMO, CLUSTER})
    void noContainerMayDoMoreThanItsWork(String folder) throws Exception {
        for (PodTemplateSpec pod : pods(Manifests.read(Manifests.render(folder)))) {
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            for (Container container : pod.getSpec().getContainers()) {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKey("memory");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, DEMO, CLUSTER})
    void whatIsReferredToIsThere(String folder) throws Exception {
        List<HasMetadata> manifests = Manifests.read(Manifests.render(folder));
        for (HasMetadata manifest : manifests) {
            if (manifest instanceof Service service) {
                assertThat(pods(manifests))
                        .as("pods of the Service " + service.getMetadata().getName())
                        .anyMatch(pod -> pod.getMetadata()
                                        .getLabels()
                                        .entrySet()
                                        .containsAll(
                                                service.getSpec().getSelector().entrySet())
                                && ports(pod)
                                        .containsAll(service.getSpec().getPorts().stream()
                                                .map(port ->
                                                        port.getTargetPort().getStrVal())
                                                .toList()));
            }
        }
        for (PodTemplateSpec pod : pods(manifests)) {
            for (Volume volume : pod.getSpec().getVolumes()) {
                if (volume.getConfigMap() != null) {
                    assertThat(names(manifests, ConfigMap.class))
                            .contains(volume.getConfigMap().getName());
                }
                if (volume.getPersistentVolumeClaim() != null) {
                    assertThat(names(manifests, PersistentVolumeClaim.class))
                            .contains(volume.getPersistentVolumeClaim().getClaimName());
                }
            }
            for (Container container : pod.getSpec().getContainers()) {
                assertThat(volumes(pod, manifests))
                        .containsAll(container.getVolumeMounts().stream()
                                .map(VolumeMount::getName)
                                .toList());
                assertThat(ports(pod))
                        .containsAll(Stream.of(
                                        container.getStartupProbe(),
                                        container.getLivenessProbe(),
                                        container.getReadinessProbe())
                                .map(KubernetesManifestsTest::port)
                                .toList());
            }
        }
    }

    @Test
    void theRelayIsProbedOnTheManagementPortAndHasTimeToSayGoodbye() throws Exception {
        PodTemplateSpec pod = find(Manifests.read(Manifests.render(BASE)), Deployment.class, "twitch-relay")
                .getSpec()
                .getTemplate();
        Container relay = pod.getSpec().getContainers().get(0);

        assertThat(Stream.of(relay.getStartupProbe(), relay.getLivenessProbe(), relay.getReadinessProbe())
                        .map(KubernetesManifestsTest::port))
                .containsOnly("management");
        assertThat(relay.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
        assertThat(relay.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
        long preStop = relay.getLifecycle().getPreStop().getSleep().getSeconds();
        // bye 2 s, routes 10 s (camel.main.shutdown-timeout), ports 5 s
        assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(preStop + 17);
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, DEMO, CLUSTER})
    void theManagementPortIsReachedFromOutsideOfThePod(String folder) throws Exception {
        Container relay = find(Manifests.read(Manifests.render(folder)), Deployment.class, "twitch-relay")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);

        assertThat(relay.getEnv())
                .anyMatch(variable -> variable.getName().equals("MANAGEMENT_SERVER_ADDRESS")
                        && variable.getValue().equals("0.0.0.0"));
    }

    @Test
    void natsAsksRelaysAndItsOwnServersWhoTheyAre() throws Exception {
        List<HasMetadata> manifests = Manifests.read(Manifests.render(CLUSTER));
        Container relay = find(manifests, Deployment.class, "twitch-relay")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        Map<String, EnvVar> variables = find(manifests, StatefulSet.class, "nats")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .stream()
                .collect(Collectors.toMap(EnvVar::getName, variable -> variable));

        assertThat(relay.getEnv())
                .filteredOn(variable -> variable.getName().equals("CLUSTER_NATS_TOKEN"))
                .singleElement()
                .extracting(
                        variable -> variable.getValueFrom().getSecretKeyRef().getName())
                .isEqualTo("nats");
        assertThat(relay.getEnv())
                .filteredOn(variable -> variable.getName().equals("CLUSTER_NATS_SERVERS"))
                .singleElement()
                .extracting(EnvVar::getValue)
                .asString()
                .doesNotContain("@");
        for (String secret : List.of("NATS_TOKEN", "NATS_ROUTES_PASSWORD")) {
            assertThat(variables.get(secret).getValueFrom().getSecretKeyRef().getName())
                    .isEqualTo("nats");
        }
        assertThat(variables.get("NATS_ROUTE_2").getValue()).contains("$(NATS_ROUTES_PASSWORD)@nats-2.nats:6222");

        assertThat(Files.readString(NATS_CONFIGURATION).lines())
                .filteredOn(line -> line.strip().startsWith("authorization {"))
                .hasSize(2);
    }

    @Test
    void natsConfirmsWhatIsOnTheDiskAndHasAFixedVersion() throws Exception {
        assertThat(Files.readString(NATS_CONFIGURATION)).contains("\n  sync_interval: always\n");
        assertThat(find(Manifests.read(Manifests.render(CLUSTER)), StatefulSet.class, "nats")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .matches("nats:\\d+\\.\\d+\\.\\d+-alpine");
    }

    @Test
    void natsTakesItsConfiguration(@TempDir Path folder) throws Exception {
        // the server of this machine may be older than the server of the manifests, and may not know this line
        Path configuration = Files.writeString(
                folder.resolve("nats.conf"),
                Files.readString(NATS_CONFIGURATION).replace("  sync_interval: always\n", ""));
        OutsideTool.run(List.of(
                "env",
                "POD_NAME=nats-0",
                "NATS_TOKEN=relay-1",
                "NATS_ROUTES_PASSWORD=routes-1",
                "NATS_ROUTE_0=nats://nats:routes-1@nats-0.nats:6222",
                "NATS_ROUTE_1=nats://nats:routes-1@nats-1.nats:6222",
                "NATS_ROUTE_2=nats://nats:routes-1@nats-2.nats:6222",
                OutsideTool.find("nats-server").toString(),
                "-t",
                "-c",
                configuration.toString()));
    }

    @Test
    void theConfigMapIsEveryRouteFileUnderOneNameForEver() throws Exception {
        ConfigMap routes = find(Manifests.read(Manifests.render(BASE)), ConfigMap.class, "twitch-relay-routes");

        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            assertThat(routes.getData())
                    .containsExactlyInAnyOrderEntriesOf(
                            files.filter(path -> path.toString().matches(".*\\.(camel|kamelet)\\.yaml"))
                                    .collect(Collectors.toMap(
                                            path -> path.getFileName().toString(), KubernetesManifestsTest::text)));
        }
        assertThat(routes.getData().values().stream().mapToInt(String::length).sum())
                .isLessThan(MOST_BYTES);
    }

    @Test
    void theDemoNeedsNoSecretNoDiskAndNoWayOut() throws Exception {
        List<HasMetadata> manifests = Manifests.read(Manifests.render(DEMO));

        assertThat(kinds(manifests)).doesNotContain("PersistentVolumeClaim", "Secret");
        assertThat(pods(manifests).get(0).getSpec().getContainers().get(0).getEnvFrom())
                .isEmpty();
    }

    @Test
    void theDashboardIsOneThatGrafanaReads() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("k8s/components/monitoring/dashboard.json").toFile());

        assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.path("gridPos").path("x").asInt()
                            + panel.path("gridPos").path("w").asInt())
                    .as(panel.path("title").asText())
                    .isBetween(1, 24);
        }
    }

    private static Set<String> kinds(List<HasMetadata> manifests) {
        return manifests.stream().map(HasMetadata::getKind).collect(toSet());
    }

    private static <T extends HasMetadata> Set<String> names(List<HasMetadata> manifests, Class<T> kind) {
        return manifests.stream()
                .filter(kind::isInstance)
                .map(manifest -> manifest.getMetadata().getName())
                .collect(toSet());
    }

    private static <T extends HasMetadata> T find(List<HasMetadata> manifests, Class<T> kind, String name) {
        return manifests.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(manifest -> manifest.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<PodTemplateSpec> pods(List<HasMetadata> manifests) {
        return manifests.stream()
                .flatMap(manifest -> manifest instanceof Deployment deployment
                        ? Stream.of(deployment.getSpec().getTemplate())
                        : manifest instanceof StatefulSet set
                                ? Stream.of(set.getSpec().getTemplate())
                                : Stream.empty())
                .toList();
    }

    private static Set<String> volumes(PodTemplateSpec pod, List<HasMetadata> manifests) {
        Stream<String> claims = manifests.stream()
                .filter(StatefulSet.class::isInstance)
                .flatMap(set -> ((StatefulSet) set).getSpec().getVolumeClaimTemplates().stream())
                .map(claim -> claim.getMetadata().getName());
        return Stream.concat(pod.getSpec().getVolumes().stream().map(Volume::getName), claims)
                .collect(toSet());
    }

    private static Set<String> ports(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getName)
                .collect(toSet());
    }

    private static String port(Probe probe) {
        return probe.getHttpGet().getPort().getStrVal();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
