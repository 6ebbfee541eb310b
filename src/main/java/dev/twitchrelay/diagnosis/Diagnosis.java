package dev.twitchrelay.diagnosis;

import static dev.twitchrelay.diagnosis.Findings.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JSON of {@code /api/status} and reports the parts that work, the faults, and the remedies. The relay adds
 * the report to its status, and the command {@code doctor} prints it. Each call works on its own data, so {@link #of}
 * is thread-safe; it reads nothing but its arguments.
 */
public final class Diagnosis {
    private static final int FEW_POINTS = 20;

    /** Answers that Twitch does not give, because it has each path of the routes and answers with JSON. */
    private static final Pattern NOT_TWITCH =
            Pattern.compile("Twitch answers (404|405|30[12378])\\b|not JSON as Twitch sends it");

    /** The name of a setting. The host names dev.twitch.tv and twitch.tv in Twitch's words do not match. */
    private static final Pattern SETTING = Pattern.compile("(?<![\\w.-])twitch\\.(?!tv\\b)[a-z]");

    private static final String SIGN_IN_AGAIN = "sign in again to grant it, at /#sign-in of the relay's page";

    private final JsonNode status;
    private final Instant now;
    private final Findings findings = new Findings();

    private Diagnosis(JsonNode status, Instant now) {
        this.status = status;
        this.now = now;
    }

    /**
     * Makes the report.
     *
     * @param status the JSON of {@code /api/status}
     * @param now the current time
     */
    public static List<Finding> of(JsonNode status, Instant now) {
        Diagnosis diagnosis = new Diagnosis(status, now);
        RelayFindings relay = new RelayFindings(status, now, diagnosis.findings);
        boolean signedIn = diagnosis.signIn();
        diagnosis.proxies();
        relay.cluster();
        if (signedIn) {
            diagnosis.sessions();
            diagnosis.copies();
            diagnosis.repeats();
            diagnosis.scopesOfPolls();
            diagnosis.polls();
        } else {
            diagnosis.waitingForSignIn();
        }
        diagnosis.rateLimit();
        relay.clock();
        relay.disk();
        relay.routes();
        relay.routeFiles();
        relay.sinks();
        relay.clients();
        relay.adminToken();
        return diagnosis.findings.all();
    }

    /** Reports the sign-in. Returns whether the relay is signed in; otherwise no part that needs Twitch can work. */
    private boolean signIn() {
        JsonNode signIn = status.path("signIn");
        JsonNode token = status.path("token");
        if (!signIn.path("signedIn").asBoolean() || text(token, "problem") != null) {
            String problem = signIn.path("refused")
                    .asText(signIn.path("problem").asText(token.path("problem").asText("nobody is signed in")));
            findings.problem("sign-in", problem, remedyOfSignIn(problem));
            return false;
        }
        String user = text(token, "user") == null
                ? "Twitch has not named the account yet"
                : text(token, "user") + ", for the channel " + text(token, "channel");
        if (text(token, "warning") != null) {
            findings.problem(
                    "sign-in",
                    user + "; " + text(token, "warning"),
                    "sign in with a code, on the relay's page or by POST /api/sign-in, or also set"
                            + " twitch.refresh-token (TWITCH_REFRESH_TOKEN)");
        } else {
            JsonNode end = token.path("expiresAt");
            findings.ok(
                    "sign-in",
                    end.isTextual()
                            ? user + "; the token ends in " + HumanTime.until(end, now)
                                    + " and is refreshed before that"
                            : user);
        }
        return true;
    }

    private String remedyOfSignIn(String problem) {
        String state = status.path("signIn").path("state").asText();
        if (state.equals("waiting")) {
            return "enter the code from the relay's log; on this computer the relay's page shows it, too";
        }
        // a fault in a setting names the setting, and a code would not help
        if (namesSetting(problem)) {
            return problem.contains("no answer from")
                    ? "check that setting, the network and the proxy; the relay tries again by itself"
                    : "correct that setting and restart the relay";
        }
        // in these states Twitch is being asked for a code
        return Set.of("starting", "retrying").contains(state)
                ? null
                : "open the relay's page and ask for a sign-in code there";
    }

    private static boolean namesSetting(String text) {
        return SETTING.matcher(text).find();
    }

    /** One line for all event types and polls, because the sign-in is their common cause. */
    private void waitingForSignIn() {
        int types = status.path("eventsub")
                .valueStream()
                .mapToInt(session -> session.path("subscriptions").size())
                .sum();
        int polls = status.path("polls").size();
        findings.note("EventSub", types + " event types and " + polls + " polls wait for the sign-in", null);
    }

    private void proxies() {
        status.path("proxies")
                .fields()
                .forEachRemaining(proxy -> findings.ok(
                        proxy.getKey(), "through the proxy " + proxy.getValue().asText()));
    }

    /** Whether other relays of the cluster have the sessions. */
    private boolean follows() {
        return status.has("cluster") && !status.path("cluster").path("holds").asBoolean();
    }

    private void sessions() {
        if (status.path("eventsub").isEmpty() && !follows()) {
            findings.problem(
                    "EventSub",
                    "no route receives events",
                    "name the event types in routes/eventsub.camel.yaml; if they are there, find the reason in the"
                            + " relay's log");
        }
        boolean oneIsLive = status.path("eventsub").valueStream().anyMatch(Diagnosis::isLive);
        for (JsonNode session : status.path("eventsub")) {
            String state = session.path("state").asText();
            if (isLive(session)) {
                findings.ok(
                        "EventSub",
                        "connected; the latest frame came " + HumanTime.since(session.path("lastFrameAt"), now));
            } else if (!state.equals("not running")) {
                String reason = text(session, "reason");
                String what = "not connected (" + state + ")" + (reason == null ? "" : ": " + reason);
                if (oneIsLive) {
                    findings.note("EventSub", "one of the sessions is " + what, null);
                    continue;
                }
                if (isFirstAttempt(session)) {
                    findings.note("EventSub", what, null);
                } else {
                    findings.problem(
                            "EventSub",
                            what,
                            "the relay tries again by itself; if it stays so, check the network to"
                                    + " twitch.eventsub.url");
                }
            }
            long invalid = session.path("invalid").asLong();
            if (invalid > 0) {
                findings.note(
                        "EventSub",
                        invalid
                                + " messages could not be used, for example because they had no event, and were skipped",
                        "the relay's log shows the first of them");
            }
            session.path("subscriptions").forEach(this::subscription);
        }
    }

    /** Whether several sessions deliver the same events, as far as the relay can see. */
    private void copies() {
        JsonNode copies = status.path("copies");
        if (!copies.path("areComparable").asBoolean(true)) {
            findings.problem(
                    "sessions",
                    "the sessions with Twitch deliver events that differ, so the relay goes on with one session",
                    "set TWITCH_EVENTSUB_SESSIONS=1, and report it");
        } else if (status.path("eventsub").size() > 1) {
            String alone = copies.path("withoutTwin").asText() + " events from one session only";
            findings.ok("sessions", copies.path("twins").asText() + " copies of events recognized, " + alone);
        }
    }

    private static boolean isLive(JsonNode session) {
        return Set.of("live", "handing over").contains(session.path("state").asText());
    }

    /** Whether a session connects, and none was lost before. A relay that has just started is no problem. */
    private static boolean isFirstAttempt(JsonNode session) {
        return Set.of("connecting", "signing in").contains(session.path("state").asText())
                && text(session, "lastLoss") == null;
    }

    /** Repeats are reported, because a tester who sends an event twice would otherwise look for a fault. */
    private void repeats() {
        JsonNode recovery = status.path("recovery");
        if (text(recovery, "latestRepeat") != null) {
            findings.note(
                    "repeats",
                    recovery.path("repeats").asLong()
                            + " events came again under another message id and were dropped; the latest: "
                            + text(recovery, "latestRepeat"),
                    null);
        }
    }

    private void subscription(JsonNode subscription) {
        String type = text(subscription, "type");
        String reason = subscription.path("reason").asText("");
        switch (subscription.path("state").asText()) {
            case "enabled" -> {
                JsonNode lastEvent = subscription.path("lastEventAt");
                findings.ok(
                        type,
                        "scope granted, subscribed, cost "
                                + subscription.path("cost").asInt() + ", "
                                + (lastEvent.isTextual()
                                        ? "last seen " + HumanTime.since(lastEvent, now)
                                        : "not seen yet"));
            }
            case "missing scope" ->
                findings.sharedProblem(
                        type,
                        "not subscribed: the sign-in lacks the scope " + joined(subscription.path("missingScopes")),
                        SIGN_IN_AGAIN);
            case "ready" -> findings.ok(type, "scope granted");
            case "pending", "disconnected" -> findings.sharedNote(type, "not subscribed: " + reason, null);
            case "retrying" ->
                findings.sharedProblem(type, "not subscribed: " + reason, "wait; the relay tries again by itself");
            case "forbidden" ->
                findings.sharedProblem(
                        type,
                        "Twitch does not permit it: " + reason,
                        "sign in as the broadcaster, or as a moderator where that is enough");
            case "rejected" ->
                findings.sharedProblem(
                        type,
                        "Twitch rejects it: " + reason,
                        namesSetting(reason)
                                ? "correct that setting and restart the relay"
                                : "correct its entry in routes/eventsub.camel.yaml");
            default -> findings.sharedProblem(type, "not subscribed: " + reason, "sign in again, at the relay's page");
        }
    }

    private static String joined(JsonNode texts) {
        return String.join(" and ", texts.valueStream().map(JsonNode::asText).toList());
    }

    /**
     * The missing scopes of polls and sinks. The missing scopes of event types are reported with their subscriptions.
     */
    private void scopesOfPolls() {
        for (JsonNode scope : status.path("signIn").path("scopes")) {
            List<String> polls = new ArrayList<>();
            scope.path("neededFor").forEach(purpose -> {
                if (purpose.asText().startsWith("/") || purpose.asText().startsWith("sink ")) {
                    polls.add(purpose.asText());
                }
            });
            if (scope.path("granted").isBoolean() && !scope.path("granted").asBoolean() && !polls.isEmpty()) {
                String lacks = "the sign-in lacks the scope " + text(scope, "scope");
                boolean reported = findings.has("not subscribed: " + lacks, SIGN_IN_AGAIN);
                findings.sharedProblem(
                        String.join(", ", polls),
                        (reported ? "not subscribed: " : "cannot be used: ") + lacks,
                        SIGN_IN_AGAIN);
            }
        }
    }

    private void polls() {
        TreeSet<String> names = new TreeSet<>();
        status.path("polls").fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode poll = status.path("polls").path(name);
            String refusal = text(poll, "refusal");
            if (refusal != null) {
                findings.note(name, refusal, null);
            }
            JsonNode lastSuccess = poll.path("lastSuccessAt");
            if (text(poll, "error") != null) {
                failedPoll(name, text(poll, "error"), lastSuccess.isTextual());
            } else if (refusal == null) {
                findings.ok(
                        name,
                        lastSuccess.isTextual()
                                ? "last answered " + HumanTime.since(lastSuccess, now)
                                : "never answered yet");
            }
        }
    }

    private void failedPoll(String name, String error, boolean answeredBefore) {
        Matcher wrong = NOT_TWITCH.matcher(error);
        // after an earlier success the address is right, and a server on the way has answered now
        if (wrong.find() && !answeredBefore) {
            findings.sharedProblem(
                    name,
                    "the address is wrong: twitch.api.url answers "
                            + (wrong.group(1) == null ? "with something that is not JSON" : wrong.group(1)),
                    "correct that setting (TWITCH_API_URL) and restart the relay");
        } else {
            findings.sharedProblem(
                    name,
                    "the latest poll failed: " + error,
                    "the last values stay, and the next poll tries again; if it stays so, check the network to"
                            + " twitch.api.url");
        }
    }

    private void rateLimit() {
        JsonNode points = status.path("rateLimitRemaining");
        if (points.isInt() && points.asInt() < FEW_POINTS) {
            findings.sharedProblem(
                    "rate limit",
                    points.asInt() + " points left",
                    "raise twitch.poll-interval, or look for another program with the same client id");
        } else {
            findings.ok(
                    "rate limit", points.isInt() ? points.asInt() + " points left" : "not known before the first poll");
        }
    }
}
