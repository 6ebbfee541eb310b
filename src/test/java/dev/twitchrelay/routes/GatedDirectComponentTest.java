package dev.twitchrelay.routes;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatedDirectComponentTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final GatedDirectComponent direct = new GatedDirectComponent();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        camel.addComponent("direct", direct);
        RouteBuilder.addRoutes(camel, routes -> routes.from("direct:a")
                .process(message -> {
                    inside.countDown();
                    leave.await();
                })
                .setBody(routes.constant("done")));
        camel.start();
    }

    @AfterEach
    void stop() {
        leave.countDown();
        camel.stop();
    }

    private Future<Object> send(String address) {
        return camel.createProducerTemplate().asyncRequestBody(address, "a message");
    }

    private boolean close(String channel, Duration atMost) {
        try {
            return direct.closeGate(channel, atMost);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingWaitsForTheMessageInside() throws Exception {
        Future<Object> sent = send("direct:a");
        inside.await();
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> close("direct:a", ofSeconds(20)));

        assertThat(closing).isNotDone();
        leave.countDown();
        assertThat(closing.get()).isTrue();
        assertThat(sent.get()).isEqualTo("done");
    }

    @Test
    void messagesInFrontWaitUntilTheGateOpens() throws Exception {
        leave.countDown();
        assertThat(close("direct:a", ofSeconds(1))).isTrue();
        Future<Object> sent = send("direct:a");

        assertThat(inside.await(50, TimeUnit.MILLISECONDS)).isFalse();
        direct.openGate("direct:a");
        assertThat(sent.get()).isEqualTo("done");
    }

    @Test
    void noMessageWaitsForEver() {
        assertThat(close("direct:a", ofSeconds(1))).isTrue();

        assertThatThrownBy(() -> camel.createProducerTemplate().sendBody("direct:a?timeout=20", "a message"))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(DirectConsumerNotAvailableException.class)
                .hasStackTraceContaining("was being exchanged for longer than 20 ms");
    }

    @Test
    void aGateThatCannotBeClosedIsOpenAgain() throws Exception {
        Future<Object> first = send("direct:a");
        inside.await();

        assertThat(close("direct:a", ofMillis(20))).isFalse();
        Future<Object> second = send("direct:a");
        leave.countDown();
        assertThat(first.get()).isEqualTo("done");
        assertThat(second.get()).isEqualTo("done");
    }

    @Test
    void aMessageToAChannelWithoutARouteFailsAtOnceAndLeavesTheGate() {
        assertThatThrownBy(() -> camel.createProducerTemplate().sendBody("direct:b", "a message"))
                .hasStackTraceContaining("no route starts from direct:b");

        assertThat(close("direct:b", ofMillis(20))).isTrue();
    }
}
