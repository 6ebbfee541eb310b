package dev.twitchrelay.wiring;

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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the recovery of missed follows and the recognition of repeats. */
@Configuration(proxyBeanMethods = false)
class RecoveryConfiguration {

    /** Counts repeats, which are dropped. */
    @Bean
    Repeats repeats(Clock clock) {
        return new Repeats(clock);
    }

    /** The routes' bean {@code moments}. It learns the moments of earlier runs from the journal. */
    @Bean
    Moments moments(FileEventJournal journal, Repeats repeats, ObjectMapper json) throws JsonProcessingException {
        Moments moments = new Moments(repeats);
        for (EventJournal.Kept kept : journal.messages()) {
            moments.published(json.readTree(kept.message().json()));
        }
        return moments;
    }

    /** The routes' bean {@code follows}. It learns the follows of earlier runs from the journal. */
    @Bean
    FollowLedger follows(
            RelayProperties relay,
            FileEventJournal journal,
            ObjectMapper json,
            ClockSkew skew,
            Storage storage,
            Repeats repeats)
            throws JsonProcessingException {
        FollowLedger ledger = new FollowLedger(skew.twitchClock(), new LedgerFile(relay.data(), storage), repeats);
        for (EventJournal.Kept kept : journal.messages()) {
            ledger.published(json.readTree(kept.message().json()));
        }
        return ledger;
    }
}
