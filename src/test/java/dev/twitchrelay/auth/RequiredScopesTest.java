package dev.twitchrelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequiredScopesTest {
    private static RequiredScopes of(ScopeNeed... needs) {
        return new RequiredScopes(() -> List.of(needs), Stream::empty, Map::of, "https://api.twitch.tv/helix");
    }

    @Test
    void onlyWhatIsNeededIsAskedFor() {
        assertThat(of().scopes()).isEmpty();
        assertThat(of(
                                new ScopeNeed("channel.raid", List.of()),
                                new ScopeNeed("channel.cheer", List.of(List.of("bits:read"))))
                        .scopes())
                .containsExactly("bits:read");
    }

    @Test
    void oneOfSeveralScopesThatWillDoIsOneThatIsAskedForAnyway() {
        ScopeNeed either =
                new ScopeNeed("channel.poll.begin", List.of(List.of("channel:read:polls", "channel:manage:polls")));
        ScopeNeed manage = new ScopeNeed("/polls", List.of(List.of("channel:manage:polls")));

        assertThat(of(either).scopes()).containsExactly("channel:read:polls");
        assertThat(of(either, manage).scopes()).containsExactly("channel:manage:polls");
    }

    @Test
    void eachScopeSaysWhyAndForWhat() {
        List<String> addresses =
                List.of("https://api.twitch.tv/helix/subscriptions?first=1", "https://example.com/polls", "direct:x");
        RequiredScopes required = new RequiredScopes(
                () -> List.of(new ScopeNeed("channel.subscribe", List.of(List.of("channel:read:subscriptions")))),
                addresses::stream,
                () -> Map.of("chat", Set.of("channel:read:subscriptions")),
                "https://api.twitch.tv/helix");

        assertThat(required.reasoned(Set.of("bits:read"))).singleElement().satisfies(scope -> {
            assertThat(scope.reason()).contains("subscribers");
            assertThat(scope.neededFor()).containsExactly("channel.subscribe", "/subscriptions", "sink chat");
            assertThat(scope.granted()).isFalse();
        });
        assertThat(required.reasoned(Set.of()).get(0).granted()).isNull();
    }

    @Test
    void whatIsMissingIsNothingWhenTwitchDoesNotSayWhatIsGranted() {
        ScopeNeed both = new ScopeNeed("t", List.of(List.of("a", "b"), List.of("c")));

        assertThat(both.missingFrom(Set.of("b"))).containsExactly("c");
        assertThat(both.missingFrom(Set.of("x"))).containsExactly("a", "c");
        assertThat(both.missingFrom(Set.of("b", "c"))).isEmpty();
        assertThat(both.missingFrom(Set.of())).isEmpty();
    }

    @Test
    void everyScopeOfTheCatalogHasAReason() throws IOException {
        List<String> scopes = new ArrayList<>();
        try (InputStream catalog = getClass().getResourceAsStream("/eventsub/subscription-types.json")) {
            for (JsonNode type : JsonMappers.PLAIN.readTree(catalog)) {
                type.path("scopes").forEach(alternatives -> alternatives.forEach(scope -> scopes.add(scope.asText())));
            }
        }

        assertThat(scopes).isNotEmpty().allSatisfy(scope -> assertThat(RequiredScopes.reason(scope))
                .startsWith("to "));
    }
}
