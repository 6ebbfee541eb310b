package dev.twitchrelay.routes;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class GateTest {
    private final Gate gate = new Gate();

    @Test
    void closingWaitsForThoseInside() throws Exception {
        gate.enter(ofSeconds(1));
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> close(ofSeconds(5)));

        assertThat(closing).isNotDone();
        gate.leave();
        assertThat(closing.get()).isTrue();
    }

    @Test
    void thoseInFrontWaitUntilItOpens() throws Exception {
        gate.close(ofSeconds(1));
        CompletableFuture<Boolean> entering = CompletableFuture.supplyAsync(this::enter);

        assertThat(entering).isNotDone();
        gate.open();
        assertThat(entering.get()).isTrue();
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        gate.close(ofSeconds(1));

        assertThat(gate.enter(ofMillis(20))).isFalse();
    }

    @Test
    void aGateThatCannotBeClosedIsOpenAgain() throws Exception {
        gate.enter(ofSeconds(1));

        assertThat(gate.close(ofMillis(20))).isFalse();
        assertThat(gate.enter(ofMillis(20))).isTrue();
    }

    private boolean close(java.time.Duration atMost) {
        try {
            return gate.close(atMost);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean enter() {
        try {
            return gate.enter(ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
