package dev.twitchrelay;

import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.journal.Journal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what survives a restart. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {
    private static final long LEAST_BYTES = 16L << 20;

    /** Room for each message of the history, and at real rates for hours of message ids. */
    private static final long BYTES_PER_MESSAGE = 2048;

    @Bean(destroyMethod = "close")
    Journal journal(RelayProperties relay, SseProperties sse) {
        relay.check();
        return Journal.open(
                relay.data().resolve("journal"),
                Math.max(LEAST_BYTES, BYTES_PER_MESSAGE * sse.settings().history()));
    }

    @Bean
    FileEventJournal eventJournal(Journal journal) {
        return new FileEventJournal(journal);
    }
}
