package dev.twitchrelay.support;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Kubernetes manifests, read as strictly as the API server reads them with {@code --validate=strict}. */
public final class Manifests {
    private static final KubernetesSerialization KINDS = new KubernetesSerialization();
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .annotationIntrospector(new WithoutRoomForTheUnknown())
            .build();

    private Manifests() {}

    /** What {@code kubectl kustomize} makes of a folder. The test is skipped where there is no kubectl, but never in CI. */
    public static String render(String folder) throws IOException, InterruptedException {
        return OutsideTool.run(List.of("kubectl", "kustomize", folder));
    }

    /**
     * Reads each document as its kind.
     *
     * @throws InvalidManifestException if there is a kind, a field or a value that Kubernetes does not know
     */
    public static List<HasMetadata> read(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<HasMetadata> manifests = new ArrayList<>();
        for (Object document : new Yaml(options).loadAll(yaml)) {
            manifests.add(read((Map<?, ?>) document));
        }
        return manifests;
    }

    private static HasMetadata read(Map<?, ?> document) {
        String name = document.get("kind") + " of " + document.get("apiVersion");
        Class<? extends KubernetesResource> kind = KINDS.getRegisteredKubernetesResource(
                String.valueOf(document.get("apiVersion")), String.valueOf(document.get("kind")));
        if (kind == null) {
            throw new InvalidManifestException(name + " is no kind that Kubernetes knows", null);
        }
        try {
            return (HasMetadata) STRICT.treeToValue(STRICT.valueToTree(document), kind);
        } catch (JsonProcessingException e) {
            throw new InvalidManifestException(name + ": " + e.getMessage(), e);
        }
    }

    /** Says what is wrong and where. */
    public static final class InvalidManifestException extends RuntimeException {
        private InvalidManifestException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The models keep fields that they do not know in a map; without it such a field is a mistake. */
    private static final class WithoutRoomForTheUnknown extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return annotated.hasAnnotation(JsonAnySetter.class) ? Boolean.FALSE : super.hasAnySetter(annotated);
        }
    }
}
