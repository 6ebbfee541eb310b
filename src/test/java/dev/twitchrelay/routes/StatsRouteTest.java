package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.stats.ChannelStats;
import dev.twitchrelay.stats.ChannelStats.PollStatus;
import dev.twitchrelay.support.LogLines;
import dev.twitchrelay.wiring.OfflineVocabulary;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** {@code stats.camel.yaml} as it ships, against an HTTP server that answers like Helix. */
@CamelSpringBootTest
@MockEndpointsAndSkip("direct:normalizer|direct:recovery")
@SpringBootTest(
        classes = {RouteTestContext.class, StatsRouteTest.Channel.class},
        properties = {
            "camel.main.routes-include-pattern=file:routes/stats.camel.yaml,file:routes/errors.camel.yaml",
            "twitch.poll-interval=1h"
        })
class StatsRouteTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();
    private static final Map<String, Integer> STATUSES = new ConcurrentHashMap<>();
    private static final Map<String, String> ENCODINGS = new ConcurrentHashMap<>();
    private static final Map<String, String> QUERIES = new ConcurrentHashMap<>();
    private static final HttpServer HELIX = VERTX.createHttpServer()
            .requestHandler(StatsRouteTest::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    private static void answer(HttpServerRequest request) {
        String answer = ANSWERS.get(request.path());
        QUERIES.put(request.path(), request.query());
        if (ENCODINGS.containsKey(request.path())) {
            request.response().putHeader("Content-Encoding", ENCODINGS.get(request.path()));
        }
        request.response()
                .setStatusCode(answer == null ? 500 : STATUSES.getOrDefault(request.path(), 200))
                .end(answer == null ? "trouble" : answer);
    }

    static class Channel {
        @Bean
        ChannelStats channelStats() {
            return new ChannelStats(Clock.systemUTC());
        }

        @Bean
        @Primary
        RouteVocabulary withoutSignIn(ConfigurableEnvironment environment, ChannelStats stats) {
            HttpClientConfigurer unsigned = builder -> {};
            return OfflineVocabulary.of(environment, Map.of())
                    .with("helix", unsigned)
                    .with("channelStats", stats);
        }
    }

    @DynamicPropertySource
    static void helixUrl(DynamicPropertyRegistry properties) {
        properties.add("twitch.api.url", () -> "http://127.0.0.1:" + HELIX.actualPort() + "/helix");
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Autowired
    private CamelContext context;

    @Autowired
    private ProducerTemplate camel;

    @Autowired
    private ChannelStats stats;

    @EndpointInject("mock:direct:normalizer")
    private MockEndpoint normalizer;

    @BeforeEach
    void twitchIsWell() {
        // the timer's own first poll would come in between
        await().atMost(Duration.ofSeconds(10)).until(() -> stats.polls().size() == 3);
        ANSWERS.put("/helix/streams", "{\"data\":[{\"viewer_count\":321,\"started_at\":\"2026-11-24T19:00:00Z\"}]}");
        ANSWERS.put("/helix/channels/followers", "{\"total\":1234,\"data\":[]}");
        ANSWERS.put("/helix/subscriptions", "{\"total\":57,\"data\":[]}");
        STATUSES.clear();
        ENCODINGS.clear();
        normalizer.reset();
    }

    private String published() {
        assertThat(normalizer.getExchanges()).hasSize(1);
        assertThat(normalizer.getExchanges().get(0).getMessage().getHeader("EventKind"))
                .isEqualTo("stats");
        return normalizer
                .getExchanges()
                .get(0)
                .getMessage()
                .getBody(JsonNode.class)
                .toString();
    }

    @Test
    void aPollReadsThreeResourcesAndPublishesOneSetOfTotals() {
        camel.sendBody("direct:poll", null);

        assertThat(published()).isEqualTo("{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}");
        assertThat(QUERIES)
                .containsEntry("/helix/streams", "user_id=700100&first=1")
                .containsEntry("/helix/channels/followers", "broadcaster_id=700100&first=100")
                .containsEntry("/helix/subscriptions", "broadcaster_id=700100&first=1");
    }

    @Test
    void aChannelThatIsOffAirHasNoViewers() {
        ANSWERS.put("/helix/streams", "{\"data\":[],\"pagination\":{}}");

        camel.sendBody("direct:poll", null);

        assertThat(published()).startsWith("{\"live\":false,\"viewers\":0,");
    }

    @Test
    void aResourceThatFailsKeepsItsValueAndTheOthersMove() {
        camel.sendBody("direct:poll", null);
        normalizer.reset();
        ANSWERS.remove("/helix/subscriptions");
        ANSWERS.put("/helix/channels/followers", "{\"total\":1300}");

        camel.sendBody("direct:poll", null);

        assertThat(published()).isEqualTo("{\"live\":true,\"viewers\":321,\"followers\":1300,\"subs\":57}");
        assertThat(stats.polls().get("poll-subscriptions").error()).contains("500");
        assertThat(stats.polls().get("poll-followers").error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>maintenance",
                "",
                "{}",
                "[]",
                "null",
                "12",
                "\"text\"",
                "{\"data\":null}",
                "{\"data\":{}}",
                "{\"data\":\"none\"}",
                "{\"data\":[5],\"total\":{}}",
                "{\"data\":[{}],\"total\":[]}",
                "{\"data\":[{\"viewer_count\":\"321\"}],\"total\":\"12\"}",
                "{\"data\":[{\"viewer_count\":3",
                "{\"total\":null}",
                "{\"total\":-1,\"data\":[{\"viewer_count\":-1}]}"
            })
    void anAnswerThatIsNotTwitchsChangesNoNumberAndIsToldInASentence(String answer) {
        camel.sendBody("direct:poll", null);
        String before = published();
        normalizer.reset();
        ANSWERS.replaceAll((path, right) -> answer);

        camel.sendBody("direct:poll", null);

        assertThat(published()).isEqualTo(before).contains("\"viewers\":321");
        assertThat(stats.polls().values())
                .extracting(PollStatus::error)
                .hasSize(3)
                .allSatisfy(error -> assertThat(error)
                        .startsWith("the answer ")
                        .doesNotContainIgnoringCase("jackson")
                        .doesNotContain("Exception", "token", "line:"));
    }

    @Test
    void anAnswerThatClaimsToBePackedAndIsNotIsToldInASentence() {
        ENCODINGS.put("/helix/streams", "gzip");

        camel.sendBody("direct:poll", null);

        assertThat(stats.polls().get("poll-streams").error()).isEqualTo("the answer is damaged: it cannot be unpacked");
    }

    @Test
    void aResourceThatTwitchRefusesIsToldInItsWordsAndIsNoFailure() {
        STATUSES.put("/helix/subscriptions", 401);
        ANSWERS.put(
                "/helix/subscriptions",
                "{\"error\":\"Unauthorized\",\"status\":401,\"message\":\"The ID in broadcaster_id must match the user ID"
                        + " found in the request's OAuth token\"}");

        camel.sendBody("direct:poll", null);

        assertThat(published()).contains("\"followers\":1234");
        PollStatus poll = stats.polls().get("poll-subscriptions");
        assertThat(poll.error()).isNull();
        assertThat(poll.refusal())
                .startsWith("subs are not available to this account")
                .contains("The ID in broadcaster_id must match the user ID found in the request's OAuth token");
    }

    @Test
    void aFailureIsAWarningAndALastingRefusalIsNone() {
        camel.sendBody("direct:poll", null);
        STATUSES.putAll(Map.of("/helix/streams", 503, "/helix/subscriptions", 410));
        ANSWERS.putAll(Map.of(
                "/helix/streams", "{\"message\":\"at half past\"}", "/helix/subscriptions", "{\"message\":\"gone\"}"));

        try (LogLines log = new LogLines("ROOT")) {
            camel.sendBody("direct:poll", null);

            assertThat(log.lines())
                    .contains(
                            "WARN poll-streams failed, the last values stay: Twitch answers 503 \"at half past\"",
                            "INFO poll-subscriptions: this channel has no subscriptions (Twitch answers 410 \"gone\")");
        }
    }

    @Test
    void anEventThatMovesANumberPublishesTheTotalsAndAnotherDoesNot() {
        camel.sendBodyAndHeaders("direct:totals", null, Map.of("EventType", "channel.cheer", "EventTime", ""));
        assertThat(normalizer.getExchanges()).isEmpty();
        long before = stats.totals().followers();

        camel.sendBodyAndHeaders(
                "direct:totals",
                null,
                Map.of("EventKind", "event", "EventType", "channel.follow", "EventTime", "2026-11-24T20:00:00Z"));

        assertThat(published()).contains("\"followers\":" + (before + 1));
        assertThat(normalizer.getExchanges().get(0).getMessage().getHeader("EventType"))
                .isNull();
    }

    /** A poll does not take back a follow of the last minutes, so the other tests need other numbers. */
    @Test
    @DirtiesContext
    void ofAPollAndAnEventAtTheSameTimeTheNewestTotalsAreTheLast() throws Exception {
        CountDownLatch inBetween = new CountDownLatch(1);
        CountDownLatch counted = new CountDownLatch(1);
        // between reading the totals of the poll and publishing them
        EventNotifierSupport pause = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) throws Exception {
                if (event instanceof CamelEvent.ExchangeSendingEvent sending
                        && sending.getEndpoint().getEndpointUri().equals("direct://normalizer")) {
                    inBetween.countDown();
                    assertThat(counted.await(30, TimeUnit.SECONDS)).isTrue();
                }
            }
        };
        Thread poll = new Thread(() -> camel.sendBody("direct:poll", null), "poll");
        Thread follow = new Thread(
                () -> camel.sendBodyAndHeaders(
                        "direct:totals",
                        null,
                        Map.of("EventType", "channel.follow", "EventTime", "2026-11-24T20:00:00Z")),
                "follow");
        context.getManagementStrategy().addEventNotifier(pause);
        try {
            poll.start();
            assertThat(inBetween.await(30, TimeUnit.SECONDS)).isTrue();
            long before = stats.totals().followers();
            follow.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> stats.totals().followers() > before);
            counted.countDown();
            poll.join(30_000);
            follow.join(30_000);
        } finally {
            context.getManagementStrategy().removeEventNotifier(pause);
        }

        List<JsonNode> told = normalizer.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(JsonNode.class))
                .toList();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEqualTo(stats.current());
    }
}
