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
 * Reads {@code /api/status} as a doctor would: what is well, what is not, and what to do. The relay puts the result into its
 * status, and {@code doctor} prints it. Pure.
 */
public final class Diagnosis {
    private static final long TOLERATED_SKEW_SECONDS = 60;
    private static final int FEW_POINTS = 20;

    /** Twitch has each path that routes ask for, and answers with JSON. */
    private static final Pattern NOT_TWITCH =
            Pattern.compile("Twitch answers (404|405|30[12378])\\b|not JSON as Twitch sends it");

    /** The name of a setting; "dev.twitch.tv" and "twitch.tv" in Twitch's words are none. */
    private static final Pattern SETTING = Pattern.compile("(?<![\\w.-])twitch\\.(?!tv\\b)[a-z]");

    private static final String WIDER = "sign in again with the wider scopes: at /#sign-in of the relay's page";

    private final JsonNode status;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    /** Where in the findings a cause stands, so that it is told once for all that suffer from it. */
    private final Map<String, Integer> causes = new HashMap<>();

    private Diagnosis(JsonNode status, Instant now) {
        this.status = status;
        this.now = now;
    }

    /** @param status the JSON of {@code /api/status} */
    public static List<Finding> of(JsonNode status, Instant now) {
        Diagnosis diagnosis = new Diagnosis(status, now);
        boolean signedIn = diagnosis.signIn();
        diagnosis.proxies();
        diagnosis.cluster();
        if (signedIn) {
            diagnosis.sessions();
            diagnosis.repeats();
            diagnosis.scopesOfPolls();
            diagnosis.polls();
        } else {
            diagnosis.whatWaitsForTheSignIn();
        }
        diagnosis.rateLimit();
        diagnosis.clock();
        diagnosis.findings.addAll(new KeptFindings(status).ofDisk());
        diagnosis.routes();
        diagnosis.findings.addAll(new KeptFindings(status).ofSinks());
        diagnosis.findings.addAll(new AccessFindings(status, now).all());
        return List.copyOf(diagnosis.findings);
    }

    /** Returns whether all else can be looked at: while nobody is signed in, nothing else that Twitch is needed for can be well. */
    private boolean signIn() {
        JsonNode signIn = status.path("signIn");
        JsonNode token = status.path("token");
        if (!signIn.path("signedIn").asBoolean() || token.path("problem").isTextual()) {
            String problem = signIn.path("refused")
                    .asText(signIn.path("problem").asText(token.path("problem").asText("nobody is signed in")));
            findings.add(Finding.problem("sign-in", problem, remedyOfSignIn(problem)));
            return false;
        }
        String who = token.path("user").isTextual()
                ? token.path("user").asText() + ", for the channel "
                        + token.path("channel").asText()
                : "Twitch has not said yet who it is";
        String end = token.path("expiresAt").isTextual()
                ? "; the token ends in " + Spoken.until(token.path("expiresAt"), now) + " and is refreshed before"
                : "";
        if (token.path("warning").isTextual()) {
            findings.add(Finding.problem(
                    "sign-in",
                    who + "; " + token.path("warning").asText(),
                    "sign in with a code, on the relay's page or by POST /api/sign-in, or set twitch.refresh-token"
                            + " (TWITCH_REFRESH_TOKEN), too"));
        } else {
            findings.add(Finding.ok("sign-in", who + end));
        }
        return true;
    }

    private String remedyOfSignIn(String problem) {
        if (status.path("signIn").path("state").asText().equals("waiting")) {
            return "enter the code that stands in the relay's log, and on its page for who opens it on this computer";
        }
        // a cause that lies in a setting names it, and a code would not help
        if (namesSetting(problem)) {
            return problem.contains("no answer from")
                    ? "check that setting, and the network and proxy on the way there; it is tried again by itself"
                    : "correct that setting and start again";
        }
        // Twitch is asked for a code already
        return status.path("signIn").path("state").asText().equals("starting")
                ? null
                : "open the relay's page and ask for a sign-in code there";
    }

    private static boolean namesSetting(String text) {
        return SETTING.matcher(text).find();
    }

    /** One line instead of one for each: their cause is told already. */
    private void whatWaitsForTheSignIn() {
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

    /** What suffers from the same cause shares a line. */
    private void problem(String subject, String text, String remedy) {
        Integer known = causes.putIfAbsent(text + '\n' + remedy, findings.size());
        if (known == null) {
            findings.add(Finding.problem(subject, text, remedy));
        } else {
            findings.set(known, Finding.problem(findings.get(known).subject() + ", " + subject, text, remedy));
        }
    }

    private void cluster() {
        JsonNode cluster = status.path("cluster");
        if (cluster.isMissingNode()) {
            return;
        }
        String leader = cluster.path("leader").asText();
        if (leader.isEmpty()) {
            findings.add(Finding.problem(
                    "cluster", "nobody leads", "if it stays so, see the relays' logs for why none is elected"));
        } else {
            findings.add(
                    Finding.ok("cluster", cluster.path("leads").asBoolean() ? "this relay leads" : leader + " leads"));
        }
        if (cluster.path("problem").isTextual()) {
            findings.add(Finding.problem(
                    "cluster",
                    cluster.path("problem").asText(),
                    "clients keep their streams meanwhile; check NATS (cluster.nats.servers) and the leader's lease"));
        }
    }

    /** Whether another relay of the cluster holds the session. */
    private boolean follows() {
        return status.has("cluster") && !status.path("cluster").path("leads").asBoolean();
    }

    private void sessions() {
        if (status.path("eventsub").isEmpty() && !follows()) {
            findings.add(Finding.problem(
                    "EventSub",
                    "no route receives events",
                    "name the event types in routes/eventsub.camel.yaml, and see the relay's log for why it is not"
                            + " running"));
        }
        for (JsonNode session : status.path("eventsub")) {
            String state = session.path("state").asText();
            boolean live = state.equals("live") || state.equals("handing over");
            if (live) {
                findings.add(Finding.ok(
                        "EventSub",
                        "connected; the latest frame came " + Spoken.since(session.path("lastFrameAt"), now)));
            } else if (!state.equals("not running")) {
                findings.add(Finding.problem(
                        "EventSub",
                        "not connected (" + state + ")"
                                + (session.path("reason").isTextual()
                                        ? ": " + session.path("reason").asText()
                                        : ""),
                        "it is tried again by itself; if it stays so, check the way to twitch.eventsub.url"));
            }
            if (session.path("invalid").asLong() > 0) {
                findings.add(Finding.note(
                        "EventSub",
                        session.path("invalid").asLong()
                                + " messages could not be used, for example because they had no event, and were left out",
                        "the relay's log shows the first of them"));
            }
            session.path("subscriptions").forEach(this::subscription);
        }
    }

    /** A tester who sends the same twice would otherwise look for what is broken. */
    private void repeats() {
        JsonNode recovery = status.path("recovery");
        if (recovery.path("latestRepeat").isTextual()) {
            findings.add(Finding.note(
                    "repeats",
                    recovery.path("repeats").asLong()
                            + " events came again under another message id and were not told twice; the latest: "
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
                                        ? "last seen " + Spoken.since(subscription.path("lastEventAt"), now)
                                        : "not seen yet")));
            case "missing scope" ->
                problem(
                        type,
                        "not subscribed: the sign-in lacks the scope " + joined(subscription.path("missingScopes")),
                        WIDER);
            case "ready" -> findings.add(Finding.ok(type, "scope granted"));
            case "pending", "disconnected" -> findings.add(Finding.note(type, "not subscribed: " + reason, null));
            case "retrying" -> problem(type, "not subscribed: " + reason, "wait; it is tried again by itself");
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
                                ? "correct that setting and start again"
                                : "correct its entry in routes/eventsub.camel.yaml");
            default -> problem(type, "not subscribed: " + reason, "sign in again, at the relay's page");
        }
    }

    private static String joined(JsonNode texts) {
        return String.join(" and ", texts.valueStream().map(JsonNode::asText).toList());
    }

    /** A scope that only a poll needs; those of event types are told with them. */
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
                boolean told = causes.containsKey("not subscribed: " + lacks + '\n' + WIDER);
                problem(String.join(", ", polls), (told ? "not subscribed: " : "cannot be used: ") + lacks, WIDER);
            }
        }
    }

    private void polls() {
        TreeSet<String> names = new TreeSet<>();
        status.path("polls").fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode poll = status.path("polls").path(name);
            String when = poll.path("lastSuccessAt").isTextual()
                    ? "last answered " + Spoken.since(poll.path("lastSuccessAt"), now)
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
        // an address that has answered well is right, and somebody between here and there has answered now
        if (wrong.find() && !poll.path("lastSuccessAt").isTextual()) {
            problem(
                    name,
                    "the address is wrong: twitch.api.url answers "
                            + (wrong.group(1) == null ? "with something that is not JSON" : wrong.group(1)),
                    "correct that setting (TWITCH_API_URL) and start again");
        } else {
            problem(
                    name,
                    "the latest poll failed: " + error,
                    "the last values stay, and the next poll tries again; if it stays so, check the way to twitch.api.url");
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
            findings.add(Finding.ok("clock", "not compared with Twitch's yet"));
            return;
        }
        long seconds = skew.path("seconds").asLong();
        String text = Math.abs(seconds) <= 1
                ? "as Twitch's"
                : Spoken.duration(Duration.ofSeconds(Math.abs(seconds))) + (seconds > 0 ? " ahead of" : " behind")
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
