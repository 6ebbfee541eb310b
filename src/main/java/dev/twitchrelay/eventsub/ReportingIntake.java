package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import dev.twitchrelay.kit.JsonMappers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reports what a session receives to all relays of a cluster, as it is. {@link SharedFeed} reads the reports. Not thread-safe.
 *
 * <table>
 *   <caption>Reports</caption>
 *   <tr><th>{@code kind}</th><th>Meaning</th></tr>
 *   <tr><td>{@code began}</td><td>a fresh session has its welcome, {@code message}</td></tr>
 *   <tr><td>{@code received}</td><td>Twitch has sent {@code message}</td></tr>
 *   <tr><td>{@code heard}</td><td>the session lives, and has {@code types}; once a second</td></tr>
 *   <tr><td>{@code ended}</td><td>no socket delivers any more</td></tr>
 * </table>
 */
final class ReportingIntake implements SessionIntake {
    static final String BEGAN = "began";
    static final String RECEIVED = "received";
    static final String HEARD = "heard";
    static final String ENDED = "ended";

    private static final ObjectWriter JSON = JsonMappers.exact().writer();

    private final Consumer<String> reports;
    private final Runnable look;
    private final List<Reporter> live = new ArrayList<>();

    /**
     * @param reports gets each report
     * @param look called about once a second
     */
    ReportingIntake(Consumer<String> reports, Runnable look) {
        this.reports = reports;
        this.look = look;
    }

    @Override
    public Member member(EventSubSession session) {
        return new Reporter(session);
    }

    @Override
    public void look() {
        live.forEach(Reporter::tellHeard);
        look.run();
    }

    /** Reports about one session. */
    private final class Reporter implements Member {
        private final EventSubSession session;
        private String id = "";
        private boolean isHeard;

        private Reporter(EventSubSession session) {
            this.session = session;
        }

        @Override
        public void began(Welcome welcome) {
            id = welcome.sessionId();
            live.add(this);
            send(report(BEGAN), welcome);
        }

        @Override
        public void received(EventSubMessage message) {
            send(report(RECEIVED), message);
        }

        @Override
        public void heard() {
            isHeard = true;
        }

        @Override
        public void ended() {
            live.remove(this);
            send(report(ENDED), null);
        }

        @Override
        public boolean isLive() {
            return live.contains(this);
        }

        private void tellHeard() {
            if (isHeard) {
                isHeard = false;
                ObjectNode report = report(HEARD);
                ArrayNode types = report.putArray("types");
                session.status().subscriptions().stream()
                        .filter(each -> each.state().equals("enabled"))
                        .forEach(each -> types.add(each.type()));
                send(report, null);
            }
        }

        private ObjectNode report(String kind) {
            return JsonNodeFactory.instance.objectNode().put("kind", kind).put("session", id);
        }

        private void send(ObjectNode report, EventSubMessage message) {
            if (message != null) {
                report.set("message", message.json());
            }
            try {
                reports.accept(JSON.writeValueAsString(report));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("every JSON node can be written", e);
            }
        }
    }
}
