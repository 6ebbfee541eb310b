package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class EventSubEndpointTest {
    private static final int MORE_THAN_CAMEL_QUEUES = 3_000;

    @Test
    void noMessageOvertakesAnotherHoweverManyWaitForTheRoute() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            EventSubComponent component =
                    new EventSubComponent(null, null, new EventSubSessions(), "", address -> null);
            EventSubEndpoint endpoint = new EventSubEndpoint(
                    "twitch-eventsub:ws://localhost/ws", component, new VertxWebsocketConfiguration());
            endpoint.setCamelContext(context);
            ExecutorService thread = endpoint.newMessageThread();
            CountDownLatch routeIsSlow = new CountDownLatch(1);
            List<Integer> processed = new CopyOnWriteArrayList<>();
            thread.execute(() -> awaitQuietly(routeIsSlow));
            for (int i = 0; i < MORE_THAN_CAMEL_QUEUES; i++) {
                int number = i;
                thread.execute(() -> processed.add(number));
            }
            routeIsSlow.countDown();
            endpoint.endMessageThread(thread);

            assertThat(processed)
                    .isEqualTo(
                            IntStream.range(0, MORE_THAN_CAMEL_QUEUES).boxed().toList());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
