package dev.twitchrelay.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.journal.Journal;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.LedgerFile;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.recovery.RepeatCounter;
import dev.twitchrelay.recovery.ToldRepository;
import dev.twitchrelay.sources.PublishedIds;
import dev.twitchrelay.sse.EventJournal;
import dev.twitchrelay.sse.LocalLog;
import dev.twitchrelay.sse.MessageLog;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.stats.ChannelStats;
import java.time.Clock;
import java.time.Instant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Wires what survives a restart: the journal, and the parts that learn the events of earlier runs from it. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {
    private static final long LEAST_BYTES = 16L << 20;

    /** Room for each message of the history, and at real rates for hours of message ids. */
    private static final long BYTES_PER_MESSAGE = 2048;

    @Bean
    Disk disk() {
        return Disk.REAL;
    }

    /** Spring closes it after the beans that write into it. Then it writes what the disk had no room for. */
    @Bean(destroyMethod = "close")
    Storage storage(Disk disk) {
        return new Storage(disk);
    }

    @Bean(destroyMethod = "close")
    Journal journal(RelayProperties relay, SseProperties sse, Storage storage) {
        return Journal.open(
                relay.data().resolve("journal"),
                Math.max(LEAST_BYTES, BYTES_PER_MESSAGE * sse.settings().history()),
                storage.disk());
    }

    @Bean
    FileEventJournal eventJournal(Journal journal) {
        return new FileEventJournal(journal);
    }

    @Bean
    @Profile("!cluster")
    MessageLog localLog(SseProperties sse, FileEventJournal journal) {
        return new LocalLog(sse.settings().history(), journal);
    }

    @Bean
    EventSubSessions eventSubSessions(FileEventJournal journal, Clock clock) throws JsonProcessingException {
        EventSubSessions sessions = new EventSubSessions(journal.eventIds());
        Instant oldest = clock.instant().minus(EventSubSessions.COPIES_COME);
        for (EventJournal.Kept kept : journal.messages()) {
            String time = kept.message().headers().get(EventHeaders.TIME);
            if (time == null || kept.message().time().isBefore(oldest)) {
                continue;
            }
            JsonNode message = JsonMappers.EVENT.readTree(kept.message().json());
            if (!message.has("origin")) {
                sessions.published(message.path("event").asText(), message.path("data"), time);
            }
        }
        return sessions;
    }

    /** The counts of repeated events, which the relay drops. */
    @Bean
    RepeatCounter repeats(Clock clock) {
        return new RepeatCounter(clock);
    }

    @Bean
    PublishedState publishedState(
            Clock clock,
            ClockSkew skew,
            RepeatCounter repeats,
            RelayProperties relay,
            Storage storage,
            FileEventJournal journal) {
        PublishedState state = new PublishedState(
                new ChannelStats(clock),
                new Moments(repeats),
                new FollowLedger(skew.twitchClock(), new LedgerFile(relay.data(), storage), repeats));
        state.restore(journal);
        return state;
    }

    @Bean
    ChannelStats channelStats(PublishedState state) {
        return state.stats();
    }

    @Bean
    ToldRepository told(PublishedState state) {
        return new ToldRepository(state.follows(), state.moments());
    }

    /** The hub comes later, because in a cluster the hub's log tells this bean what other relays publish. */
    @Bean
    PublishedIds publishedIds(ObjectProvider<SseHub> hub, FileEventJournal journal) {
        return new PublishedIds(hub::getObject, journal.eventIds());
    }

    @Bean
    FollowLedger follows(PublishedState state) {
        return state.follows();
    }
}
