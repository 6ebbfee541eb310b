package dev.twitchrelay.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The relay under every fault that is known, for a minute in each build, and for as long as wanted with {@code mvn verify
 * -Pcampaign -Dcampaign.seed=1 -Dcampaign.seconds=600}.
 */
class CampaignIT {
    @TempDir
    Path folder;

    @Test
    void nothingIsLostNothingComesTwiceAndNothingIsOvertaken() throws Exception {
        long seed = Long.getLong("campaign.seed", System.nanoTime() & 0xffffff);
        Campaign.Result result =
                new Campaign(seed).run(Duration.ofSeconds(Integer.getInteger("campaign.seconds", 45)), folder);

        assertThat(result.tally()).as("seed %d", seed).isEqualTo(Tally.NONE);
        assertThat(result.idsOutOfOrder()).as("seed %d", seed).isZero();
        assertThat(result.required()).as("seed %d", seed).isGreaterThan(result.sent() / 4);
    }
}
