package dev.twitchrelay.eventsub;

import java.util.List;
import java.util.stream.Stream;

/** A message of the cluster's sessions that is not done. Confined to the lock of {@link SharedFeed}, apart from the message. */
final class SharedMessage {
    /** Null where events are missing. */
    final EventSubMessage message;

    /** The id of the copy that has waited for this message, or null. */
    final String twin;

    final IngressPosition place;

    /** Whether the route of this relay has got it. */
    boolean isRouted;

    /** Whether the route has published it, so that it waits for NATS. */
    boolean isPublishing;

    boolean isDone;

    SharedMessage(EventSubMessage message, String twin, IngressPosition place) {
        this.message = message;
        this.twin = twin;
        this.place = place;
    }

    /** The ids under which its event may be published. */
    List<String> ids() {
        return Stream.of(message == null ? "" : message.id(), twin == null ? "" : twin)
                .filter(id -> !id.isEmpty())
                .toList();
    }
}
