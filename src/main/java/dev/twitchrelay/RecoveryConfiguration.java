package dev.twitchrelay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.LedgerFile;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.recovery.Repeats;
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

    /** Events that are not told twice. */
    @Bean
    Repeats repeats(Clock clock) {
        return new Repeats(clock);
    }

    /** Named in routes. Knows what earlier runs have told from their journal. */
    @Bean
    Moments moments(FileEventJournal journal, Repeats repeats, ObjectMapper json) throws JsonProcessingException {
        Moments moments = new Moments(repeats);
        for (EventJournal.Kept kept : journal.messages()) {
            moments.shown(json.readTree(kept.message().json()));
        }
        return moments;
    }

    /** Named in routes. Knows what earlier runs have emitted from their journal: nothing is emitted without it. */
    @Bean
    FollowLedger follows(
            RelayProperties relay,
            FileEventJournal journal,
            ObjectMapper json,
            ClockSkew skew,
            Storage storage,
            Repeats repeats)
            throws JsonProcessingException {
        FollowLedger ledger = new FollowLedger(new TwitchTime(skew), new LedgerFile(relay.data(), storage), repeats);
        for (EventJournal.Kept kept : journal.messages()) {
            if ("channel.follow".equals(kept.message().name())) {
                ledger.shown(json.readTree(kept.message().json()));
            }
        }
        return ledger;
    }

    /** Twitch's clock, as well as it is known: this computer's may be wrong, or be put right meanwhile. */
    private static final class TwitchTime extends Clock {
        private final ClockSkew skew;

        TwitchTime(ClockSkew skew) {
            this.skew = skew;
        }

        @Override
        public Instant instant() {
            return skew.twitchTime();
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
