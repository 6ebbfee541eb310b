package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.ComponentSettings;
import dev.twitchrelay.RoutesConfiguration;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.LedgerFile;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.recovery.Repeats;
import dev.twitchrelay.stats.ChannelStats;
import dev.twitchrelay.stats.HelixDelays;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What route files need of the relay, without anything that listens or connects. */
@EnableAutoConfiguration(exclude = HealthEndpointAutoConfiguration.class)
public class RouteTestContext {
    @Bean
    ObjectMapper objectMapper() {
        return RoutesConfiguration.json();
    }

    @Bean
    ComponentSettings componentSettings(Environment environment) {
        return new ComponentSettings(environment);
    }

    @Bean
    UseOriginalAggregationStrategy useOriginal() {
        return new UseOriginalAggregationStrategy(false);
    }

    @Bean
    Repeats repeats() {
        return new Repeats(Clock.systemUTC());
    }

    @Bean
    Moments moments(Repeats repeats) {
        return new Moments(repeats);
    }

    @Bean
    FollowLedger follows(Repeats repeats) throws IOException {
        return new FollowLedger(
                Clock.systemUTC(),
                new LedgerFile(Files.createTempDirectory("follows"), new Storage(Disk.REAL)),
                repeats);
    }

    @Bean
    ChannelStats channelStats() {
        return new ChannelStats(Clock.systemUTC(), HelixDelays.OBSERVED);
    }
}
