package dev.twitchrelay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.LedgerFile;
import dev.twitchrelay.sse.EventJournal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the recovery of what Twitch does not tell again. */
@Configuration(proxyBeanMethods = false)
class RecoveryConfiguration {

    /** Named in routes. Knows what earlier runs have emitted from their journal: nothing is emitted without it. */
    @Bean
    FollowLedger follows(
            RelayProperties relay, FileEventJournal journal, ObjectMapper json, Clock clock, ClockSkew skew)
            throws JsonProcessingException {
        FollowLedger ledger = new FollowLedger(new TwitchTime(clock, skew), new LedgerFile(relay.data()));
        for (EventJournal.Kept kept : journal.messages()) {
            if ("channel.follow".equals(kept.message().name())) {
                ledger.shown(json.readTree(kept.message().json()));
            }
        }
        return ledger;
    }

    /** This computer's clock, put right by how far it is from Twitch's. */
    private static final class TwitchTime extends Clock {
        private final Clock clock;
        private final ClockSkew skew;

        TwitchTime(Clock clock, ClockSkew skew) {
            this.clock = clock;
            this.skew = skew;
        }

        @Override
        public Instant instant() {
            ClockSkew.Measured measured = skew.latest();
            return measured == null ? clock.instant() : clock.instant().minusSeconds(measured.seconds());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("Twitch's time is UTC");
        }
    }
}
