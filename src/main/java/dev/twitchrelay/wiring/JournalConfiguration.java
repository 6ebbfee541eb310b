package dev.twitchrelay.wiring;

import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.journal.Journal;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.sse.LocalLog;
import dev.twitchrelay.sse.MessageLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Wires what survives a restart. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {
    private static final long LEAST_BYTES = 16L << 20;

    /** Room for each message of the history, and at real rates for hours of message ids. */
    private static final long BYTES_PER_MESSAGE = 2048;

    @Bean
    Disk disk() {
        return Disk.REAL;
    }

    /** Closed after whoever writes into it: then it writes what there was no room for. */
    @Bean(destroyMethod = "close")
    Storage storage(RelayProperties relay, Disk disk) {
        relay.check();
        relay.tighten();
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
}
