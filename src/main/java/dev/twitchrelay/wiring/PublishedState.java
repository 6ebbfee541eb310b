package dev.twitchrelay.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.sse.EventJournal;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.stats.ChannelStats;

/**
 * The totals, moments and follows that are known because somebody published them: an earlier run, whose messages are in
 * the journal, or another relay of the cluster. A message is parsed once for all three. Thread-safe, because its parts
 * are.
 */
record PublishedState(ChannelStats stats, Moments moments, FollowLedger follows) {

    /** Takes over the messages of earlier runs. Called once, before anything is published. */
    void restore(EventJournal journal) {
        SseMessage totals = journal.latest();
        for (EventJournal.Kept kept : journal.messages()) {
            // a killed process may have published the begin of a stream, and not yet the totals with it
            if (totals != null && totals.sequence() < kept.message().sequence()) {
                stats.restored(totals(totals));
                totals = null;
            }
            event(kept.message());
        }
        if (totals != null) {
            stats.restored(totals(totals));
        }
    }

    /** Takes over a message that another relay has just published. */
    void publishedElsewhere(SseMessage message) {
        if (message.isTotals()) {
            stats.publishedElsewhere(totals(message));
        } else {
            event(message);
        }
    }

    private void event(SseMessage message) {
        JsonNode json = JsonMappers.lenient(message.json());
        follows.published(json);
        moments.published(json);
        stats.published(json, message.time());
    }

    private static JsonNode totals(SseMessage message) {
        return JsonMappers.lenient(message.json()).path("data");
    }
}
