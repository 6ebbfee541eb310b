package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JSON of {@code /api/status} and reports the parts that work, the faults, and the remedies. The relay adds
 * the report to its status, and the command {@code doctor} prints it. Each call works on its own data, so {@link #of}
 * is thread-safe; it reads nothing but its arguments.
 */
public final class Diagnosis {
    private static final long TOLERATED_SKEW_SECONDS = 60;
    private static final int FEW_POINTS = 20;

    /** Answers that Twitch does not give, because it has each path of the routes and answers with JSON. */
    private static final Pattern NOT_TWITCH =
            Pattern.compile("Twitch answers (404|405|30[12378])\\b|not JSON as Twitch sends it");

    /** The name of a setting. The host names dev.twitch.tv and twitch.tv in Twitch's words do not match. */
    private static final Pattern SETTING = Pattern.compile("(?<![\\w.-])twitch\\.(?!tv\\b)[a-z]");

    private static final String SIGN_IN_AGAIN = "sign in again to grant it, at /#sign-in of the relay's page";

    private final JsonNode status;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    /** The index of the finding of each cause, so that all parts with the same cause share a finding. */
    private final Map<String, Integer> causes = new HashMap<>();

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
        boolean signedIn = diagnosis.signIn();
        diagnosis.proxies();
        diagnosis.findings.addAll(new ClusterFindings(status).all());
        if (signedIn) {
            diagnosis.sessions();
            diagnosis.repeats();
            diagnosis.scopesOfPolls();
            diagnosis.polls();
        } else {
            diagnosis.waitingForSignIn();
        }
        diagnosis.rateLimit();
        diagnosis.clock();
        diagnosis.findings.addAll(new KeptFindings(status).ofDisk());
        diagnosis.routes();
        diagnosis.findings.addAll(new KeptFindings(status).ofSinks());
        diagnosis.findings.addAll(new AccessFindings(status, now).all());
        return List.copyOf(diagnosis.findings);
    }

    /** Reports the sign-in. Returns whether the relay is signed in; otherwise no part that needs Twitch can work. */
    private boolean signIn() {
        JsonNode signIn = status.path("signIn");
        JsonNode token = status.path("token");
        if (!signIn.path("signedIn").asBoolean() || token.path("problem").isTextual()) {
            String problem = signIn.path("refused")
                    .asText(signIn.path("problem").asText(token.path("problem").asText("nobody is signed in")));
            findings.add(Finding.problem("sign-in", problem, remedyOfSignIn(problem)));
            return false;
        }
        String user = token.path("user").isTextual()
                ? token.path("user").asText() + ", for the channel "
                        + token.path("channel").asText()
                : "Twitch has not named the account yet";
        String end = token.path("expiresAt").isTextual()
                ? "; the token ends in " + HumanTime.until(token.path("expiresAt"), now)
                        + " and is refreshed before that"
                : "";
        if (token.path("warning").isTextual()) {
            findings.add(Finding.problem(
                    "sign-in",
                    user + "; " + token.path("warning").asText(),
                    "sign in with a code, on the relay's page or by POST /api/sign-in, or also set"
                            + " twitch.refresh-token (TWITCH_REFRESH_TOKEN)"));
        } else {
            findings.add(Finding.ok("sign-in", user + end));
        }
        return true;
    }

    private String remedyOfSignIn(String problem) {
        if (status.path("signIn").path("state").asText().equals("waiting")) {
            return "enter the code from the relay's log; on this computer the relay's page shows it, too";
        }
        // a fault in a setting names the setting, and a code would not help
        if (namesSetting(problem)) {
            return problem.contains("no answer from")
                    ? "check that setting, the network and the proxy; the relay tries again by itself"
                    : "correct that setting and restart the relay";
        }
        // in this state Twitch is being asked for a code
        return status.path("signIn").path("state").asText().equals("starting")
                ? null
                : "open the relay's page and ask for a sign-in code there";
    }

    private static boolean namesSetting(String text) {
        return SETTING.matcher(text).find();
    }

    /** One line for all event types and polls, because the sign-in is their common cause. */
    private void waitingForSignIn() {
        int types = 0;
        for (JsonNode session : status.path("eventsub")) {
            types += session.path("subscriptions").size();
        }
        int polls = status.path("polls").size();
        findings.add(
                Finding.note("EventSub", types + " event types and " + polls + " polls wait for the sign-in", null));
    }

    private void proxies() {
        status.path("proxies")
                .fields()
                .forEachRemaining(proxy -> findings.add(Finding.ok(
                        proxy.getKey(), "through the proxy " + proxy.getValue().asText())));
    }

    /** Adds a problem. Subjects with the same text and remedy share a line. */
    private void problem(String subject, String text, String remedy) {
        Integer known = causes.putIfAbsent(text + '\n' + remedy, findings.size());
        if (known == null) {
            findings.add(Finding.problem(subject, text, remedy));
        } else {
            findings.set(known, Finding.problem(findings.get(known).subject() + ", " + subject, text, remedy));
        }
    }

    /** Whether another relay of the cluster has the session. */
    private boolean follows() {
        return status.has("cluster") && !status.path("cluster").path("leads").asBoolean();
    }

    private void sessions() {
        if (status.path("eventsub").isEmpty() && !follows()) {
            findings.add(Finding.problem(
                    "EventSub",
                    "no route receives events",
                    "name the event types in routes/eventsub.camel.yaml; if they are there, find the reason in the"
                            + " relay's log"));
        }
        for (JsonNode session : status.path("eventsub")) {
            String state = session.path("state").asText();
            boolean live = state.equals("live") || state.equals("handing over");
            if (live) {
                findings.add(Finding.ok(
                        "EventSub",
                        "connected; the latest frame came " + HumanTime.since(session.path("lastFrameAt"), now)));
            } else if (!state.equals("not running")) {
                findings.add(Finding.problem(
                        "EventSub",
                        "not connected (" + state + ")"
                                + (session.path("reason").isTextual()
                                        ? ": " + session.path("reason").asText()
                                        : ""),
                        "the relay tries again by itself; if it stays so, check the network to twitch.eventsub.url"));
            }
            if (session.path("invalid").asLong() > 0) {
                findings.add(Finding.note(
                        "EventSub",
                        session.path("invalid").asLong()
                                + " messages could not be used, for example because they had no event, and were skipped",
                        "the relay's log shows the first of them"));
            }
            session.path("subscriptions").forEach(this::subscription);
        }
    }

    /** Repeats are reported, because a tester who sends an event twice would otherwise look for a fault. */
    private void repeats() {
        JsonNode recovery = status.path("recovery");
        if (recovery.path("latestRepeat").isTextual()) {
            findings.add(Finding.note(
                    "repeats",
                    recovery.path("repeats").asLong()
                            + " events came again under another message id and were dropped; the latest: "
                            + recovery.path("latestRepeat").asText(),
                    null));
        }
    }

    private void subscription(JsonNode subscription) {
        String type = subscription.path("type").asText();
        String reason = subscription.path("reason").asText("");
        switch (subscription.path("state").asText()) {
            case "enabled" ->
                findings.add(Finding.ok(
                        type,
                        "scope granted, subscribed, cost "
                                + subscription.path("cost").asInt() + ", "
                                + (subscription.path("lastEventAt").isTextual()
                                        ? "last seen " + HumanTime.since(subscription.path("lastEventAt"), now)
                                        : "not seen yet")));
            case "missing scope" ->
                problem(
                        type,
                        "not subscribed: the sign-in lacks the scope " + joined(subscription.path("missingScopes")),
                        SIGN_IN_AGAIN);
            case "ready" -> findings.add(Finding.ok(type, "scope granted"));
            case "pending", "disconnected" -> findings.add(Finding.note(type, "not subscribed: " + reason, null));
            case "retrying" -> problem(type, "not subscribed: " + reason, "wait; the relay tries again by itself");
            case "forbidden" ->
                problem(
                        type,
                        "Twitch does not permit it: " + reason,
                        "sign in as the broadcaster, or as a moderator where that is enough");
            case "rejected" ->
                problem(
                        type,
                        "Twitch rejects it: " + reason,
                        namesSetting(reason)
                                ? "correct that setting and restart the relay"
                                : "correct its entry in routes/eventsub.camel.yaml");
            default -> problem(type, "not subscribed: " + reason, "sign in again, at the relay's page");
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
                String lacks =
                        "the sign-in lacks the scope " + scope.path("scope").asText();
                boolean reported = causes.containsKey("not subscribed: " + lacks + '\n' + SIGN_IN_AGAIN);
                problem(
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
            String when = poll.path("lastSuccessAt").isTextual()
                    ? "last answered " + HumanTime.since(poll.path("lastSuccessAt"), now)
                    : "never answered yet";
            if (poll.path("refusal").isTextual()) {
                findings.add(Finding.note(name, poll.path("refusal").asText(), null));
            }
            if (poll.path("error").isTextual()) {
                failedPoll(name, poll);
            } else if (!poll.path("refusal").isTextual()) {
                findings.add(Finding.ok(name, when));
            }
        }
    }

    private void failedPoll(String name, JsonNode poll) {
        String error = poll.path("error").asText();
        Matcher wrong = NOT_TWITCH.matcher(error);
        // after an earlier success the address is right, and a server on the way has answered now
        if (wrong.find() && !poll.path("lastSuccessAt").isTextual()) {
            problem(
                    name,
                    "the address is wrong: twitch.api.url answers "
                            + (wrong.group(1) == null ? "with something that is not JSON" : wrong.group(1)),
                    "correct that setting (TWITCH_API_URL) and restart the relay");
        } else {
            problem(
                    name,
                    "the latest poll failed: " + error,
                    "the last values stay, and the next poll tries again; if it stays so, check the network to"
                            + " twitch.api.url");
        }
    }

    private void rateLimit() {
        JsonNode points = status.path("rateLimitRemaining");
        if (points.isInt() && points.asInt() < FEW_POINTS) {
            problem(
                    "rate limit",
                    points.asInt() + " points left",
                    "raise twitch.poll-interval, or look for another program with the same client id");
        } else {
            findings.add(Finding.ok(
                    "rate limit",
                    points.isInt() ? points.asInt() + " points left" : "not known before the first poll"));
        }
    }

    private void clock() {
        JsonNode skew = status.path("clockSkew");
        if (!skew.path("seconds").isIntegralNumber()) {
            findings.add(Finding.ok("clock", "not compared with Twitch's clock yet"));
            return;
        }
        long seconds = skew.path("seconds").asLong();
        String text = Math.abs(seconds) <= 1
                ? "as Twitch's"
                : HumanTime.duration(Duration.ofSeconds(Math.abs(seconds))) + (seconds > 0 ? " ahead of" : " behind")
                        + " Twitch's";
        findings.add(
                Math.abs(seconds) <= TOLERATED_SKEW_SECONDS
                        ? Finding.ok("clock", text)
                        : Finding.problem("clock", text, "switch on time synchronisation (NTP) on this computer"));
    }

    private void routes() {
        for (JsonNode route : status.path("routes")) {
            if (!route.path("state").asText("Started").equals("Started")) {
                problem(
                        "route " + route.path("id").asText(),
                        route.path("state").asText()
                                + (route.path("error").isTextual()
                                        ? ": " + route.path("error").asText()
                                        : ""),
                        "correct its file in the folder relay.routes");
            }
        }
    }
}
