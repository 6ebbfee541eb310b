package dev.twitchrelay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.routes.LeaderPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A route with {@code routePolicy: leader} on each of several replicas. */
class LeaderRoutesIT extends ReplicaFixture {
    private final List<DefaultCamelContext> contexts = new ArrayList<>();
    private final Queue<Member> ticks = new ConcurrentLinkedQueue<>();

    private Member memberWithRoute(String name) throws Exception {
        Member member = member(name);
        DefaultCamelContext camel = new DefaultCamelContext();
        contexts.add(camel);
        camel.getRegistry()
                .bind("leader", new LeaderPolicy(member.replica.leadership().view()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:tick?period=20&delay=0").routePolicyRef("leader").process(exchange -> ticks.add(member));
            }
        });
        camel.start();
        return member;
    }

    @AfterEach
    void stopRoutes() {
        contexts.forEach(DefaultCamelContext::stop);
    }

    private void awaitTicksOfOnly(Member member) {
        await().atMost(PATIENCE).until(() -> ticks.contains(member));
        ticks.clear();
        await().during(Duration.ofSeconds(1)).until(() -> ticks.stream().allMatch(member::equals));
        assertThat(ticks).isNotEmpty();
    }

    @Test
    void theRouteRunsOnTheLeaderOnlyAndMovesWithTheLeadership() throws Exception {
        memberWithRoute("a");
        memberWithRoute("b");
        Member first = leader();
        awaitTicksOfOnly(first);

        first.replica.retire();
        members.remove(first);
        awaitTicksOfOnly(leader());

        first.replica.close();
    }

    @Test
    void theRouteStopsWhenTheLeadershipEndsAndRunsAgainWhenItComesBack() throws Exception {
        Member member = memberWithRoute("a");
        awaitTicksOfOnly(member);

        nats.kill();
        await().atMost(PATIENCE).until(() -> !member.leads());
        await().atMost(PATIENCE).during(Duration.ofMillis(500)).until(() -> {
            boolean quiet = ticks.isEmpty();
            ticks.clear();
            return quiet;
        });

        nats.start();
        awaitTicksOfOnly(member);
    }
}
