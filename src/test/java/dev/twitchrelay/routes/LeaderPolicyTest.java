package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.routes.RouteStatuses.RouteStatus;
import dev.twitchrelay.support.RouteCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes with {@code routePolicy: leader}; {@code LeaderRoutesIT} has an election. */
@Timeout(120)
class LeaderPolicyTest {
    private static final Map<String, String> TICKING =
            Map.of("tick.camel.yaml", """
                    - route:
                        id: tick
                        routePolicy: leader
                        from:
                          uri: timer:tick
                          parameters: {period: 20, delay: 0}
                          steps:
                            - setBody: {constant: first}
                            - to: {uri: "bean:seen", parameters: {method: "add(${body})"}}
                    """, "tick.camel.xml", """
                    <routes>
                      <route id="tick" routePolicyRef="leader">
                        <from uri="timer:tick?period=20&amp;delay=0"/>
                        <setBody><constant>first</constant></setBody>
                        <to uri="bean:seen?method=add(${body})"/>
                      </route>
                    </routes>
                    """, "Tick.java", """
                    import org.apache.camel.builder.RouteBuilder;

                    public class Tick extends RouteBuilder {
                        @Override
                        public void configure() {
                            from("timer:tick?period=20&delay=0").routeId("tick").routePolicyRef("leader")
                                .setBody(constant("first"))
                                .to("bean:seen?method=add(${body})");
                        }
                    }
                    """);

    @TempDir
    Path folder;

    private final CamelContext camel = new DefaultCamelContext();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Election election = new Election();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private LiveRoutes live;
    private RouteStatuses statuses;

    private void relay(LeaderPolicy policy) {
        RouteVocabulary vocabulary =
                RouteCommands.vocabulary(Map.of()).with("seen", seen).with("leader", policy);
        vocabulary.teach(camel);
        camel.start();
        live = new LiveRoutes(camel, policy::hold, vocabulary, 0, Clock.systemUTC());
        statuses = new RouteStatuses(camel, live, id -> null);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void take(Map<String, String> files) {
        TreeMap<String, byte[]> bytes = new TreeMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        live.take(new FolderSnapshot(bytes));
        assertThat(live.files()).allSatisfy(file -> assertThat(file.problems()).isEmpty());
    }

    private static Map<String, String> file(String name, UnaryOperator<String> edit) {
        return Map.of(name, edit.apply(TICKING.get(name)));
    }

    private void awaitTicks(String body) {
        seen.clear();
        await().until(() -> seen.contains(body));
    }

    private void awaitNoTicks() {
        await().during(Duration.ofMillis(300)).until(() -> {
            boolean quiet = seen.isEmpty();
            seen.clear();
            return quiet;
        });
    }

    private RouteStatus tick() {
        return statuses.all().get(0);
    }

    @ParameterizedTest
    @CsvSource({"tick.camel.yaml", "tick.camel.xml", "Tick.java"})
    void aRelayThatIsAloneAlwaysLeads(String name) {
        relay(LeaderPolicy.alone());

        take(file(name, text -> text));

        awaitTicks("first");
        assertThat(tick().state()).isEqualTo("Started");
    }

    @ParameterizedTest
    @CsvSource({"tick.camel.yaml", "tick.camel.xml", "Tick.java"})
    void aRouteOfTheLeaderConsumesWhileThisRelayLeads(String name) {
        relay(new LeaderPolicy(election));
        take(file(name, text -> text));
        awaitNoTicks();
        assertThat(tick()).matches(RouteStatus::runs).returns("Standby", RouteStatus::state);

        for (int term = 0; term < 3; term++) {
            election.decide(true);
            awaitTicks("first");
            assertThat(tick().state()).isEqualTo("Started");
            election.decide(false);
            awaitNoTicks();
            assertThat(tick().state()).isEqualTo("Standby");
        }
    }

    @Test
    void anEditOnStandbyRunsWhenThisRelayLeads() {
        relay(new LeaderPolicy(election));
        take(file("tick.camel.yaml", text -> text));
        take(file("tick.camel.yaml", text -> text.replace("first", "second")));
        awaitNoTicks();

        election.decide(true);
        awaitTicks("second");
        assertThat(seen).containsOnly("second");

        take(file("tick.camel.yaml", text -> text.replace("first", "third")));
        awaitTicks("third");
        assertThat(seen).containsOnly("third");

        election.decide(false);
        awaitNoTicks();
        take(file("tick.camel.yaml", text -> text.replace("first", "fourth")));
        awaitNoTicks();
    }

    @Test
    void aRouteThatLosesThePolicyRunsOnEveryRelayAndOneThatGetsItStops() {
        relay(new LeaderPolicy(election));
        take(file("tick.camel.yaml", text -> text.replace("routePolicy: leader", "description: everywhere")));
        awaitTicks("first");

        take(file("tick.camel.yaml", text -> text));
        awaitNoTicks();

        take(file("tick.camel.yaml", text -> text.replace("routePolicy: leader", "description: everywhere")));
        awaitTicks("first");
    }

    @Test
    void aLeadershipStartsNoRouteThatWasRemovedOrThatIsNotToStart() {
        relay(new LeaderPolicy(election));
        take(file("tick.camel.yaml", text -> text.replace("routePolicy", "autoStartup: false\n    routePolicy")));
        election.decide(true);
        awaitNoTicks();
        election.decide(false);
        take(file("tick.camel.yaml", text -> text));
        take(Map.of("other.camel.yaml", "- route: {id: other, from: {uri: 'direct:other', steps: [{log: hi}]}}\n"));

        election.decide(true);

        awaitNoTicks();
        assertThat(statuses.all()).extracting(RouteStatus::id).containsExactly("other");
    }

    @Test
    void aMessageInsideGoesOnToTheEndOfTheRouteWhenTheLeadershipEnds() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        relay(new LeaderPolicy(election));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:tick?period=20&delay=0")
                        .routeId("tick")
                        .routePolicyRef("leader")
                        .process(exchange -> {
                            inside.countDown();
                            goOn.await();
                        })
                        .bean(seen, "add('last')");
            }
        });
        election.decide(true);
        inside.await();

        election.decide(false);
        await().until(() -> !ServiceHelper.isStarted(camel.getRoute("tick").getConsumer()));
        goOn.countDown();

        await().until(() -> seen.contains("last"));
        awaitNoTicks();
    }

    @Test
    void aRouteOfAJarThatDoesNotStartIsTriedAgainUntilItDoes() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        camel.addComponent("stubborn", new TimerComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
                return new TimerEndpoint(uri, this, name) {
                    @Override
                    public Consumer createConsumer(Processor processor) {
                        return new TimerConsumer(this, processor) {
                            @Override
                            protected void doStart() throws Exception {
                                if (attempts.incrementAndGet() < 3) {
                                    throw new IOException("not yet");
                                }
                                super.doStart();
                            }
                        };
                    }
                };
            }
        });
        relay(new LeaderPolicy(election));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("stubborn:tick").routeId("tick").routePolicyRef("leader").bean(seen, "add('first')");
            }
        });
        awaitNoTicks();
        assertThat(attempts).hasValue(0);

        election.decide(true);

        awaitTicks("first");
        assertThat(attempts).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({"tick.camel.yaml", "tick.camel.xml", "Tick.java"})
    void theCheckKnowsThePolicyAndSuggestsItsName(String name) throws IOException {
        RouteVocabulary vocabulary = RouteCommands.vocabulary(Map.of()).with("seen", seen);

        assertThat(problems(name, "leader", vocabulary)).isEmpty();
        assertThat(problems(name, "leadr", vocabulary))
                .singleElement()
                .asString()
                .contains("there is no bean 'leadr': did you mean 'leader'?");
        assertThat(problems(name, "channelStats", vocabulary))
                .singleElement()
                .asString()
                .contains("the bean 'channelStats' is no route policy: the relay has the policy 'leader'");
    }

    private List<Problem> problems(String name, String policy, RouteVocabulary vocabulary) throws IOException {
        Files.writeString(folder.resolve(name), TICKING.get(name).replace("leader", policy));
        return RouteFolder.read(folder, () -> vocabulary).problems(vocabulary);
    }

    @Test
    void theCheckSaysHowToWriteTheOldForm() throws IOException {
        Files.writeString(
                folder.resolve("tick.camel.yaml"),
                "- route:\n    id: tick\n    from:\n      uri: \"{{cluster.leader}}timer:tick\"\n      steps:\n"
                        + "        - log: hi\n");

        int result =
                RouteCommands.check(Map.of("cluster.leader", "")).run(List.of(folder.toString()), new PrintStream(out));

        assertThat(result).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        folder + "/tick.camel.yaml:4:12: note: '{{cluster.leader}}' still works; write"
                                + " 'routePolicy: leader' under the id of the route, and the address 'timer:tick'",
                        "1 files, 1 routes, no mistakes");
    }

    /** A cluster in which the test says who leads. */
    private static final class Election implements CamelClusterView {
        private final List<CamelClusterEventListener> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean leads;

        private record Member(String getId, boolean isLeader, boolean isLocal) implements CamelClusterMember {}

        void decide(boolean leads) {
            this.leads = leads;
            listeners.forEach(this::tell);
        }

        private void tell(CamelClusterEventListener listener) {
            ((CamelClusterEventListener.Leadership) listener)
                    .leadershipChanged(this, getLeader().orElse(null));
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return leads ? Optional.of(getLocalMember()) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return new Member("this", leads, true);
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(getLocalMember());
        }

        @Override
        public void addEventListener(CamelClusterEventListener listener) {
            listeners.add(listener);
            tell(listener);
        }

        @Override
        public void removeEventListener(CamelClusterEventListener listener) {
            listeners.remove(listener);
        }

        @Override
        public CamelClusterService getClusterService() {
            return null;
        }

        @Override
        public String getNamespace() {
            return "twitch";
        }

        @Override
        public CamelContext getCamelContext() {
            return null;
        }

        @Override
        public void setCamelContext(CamelContext context) {}

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
