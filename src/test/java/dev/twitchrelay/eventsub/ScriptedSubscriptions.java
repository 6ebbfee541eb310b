package dev.twitchrelay.eventsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Twitch's subscriptions endpoint in the hands of a test: everything succeeds unless it says otherwise. */
final class ScriptedSubscriptions extends SubscriptionClient {
    record Request(String type, Map<String, String> condition, String sessionId) {}

    final List<Request> created = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();
    private final Map<String, Deque<Created>> answers = new HashMap<>();
    private final Map<String, CompletableFuture<Created>> held = new HashMap<>();
    List<Listed> listed = List.of();

    ScriptedSubscriptions() {
        super(null, "");
    }

    /** The next attempts to create this type end like this, in order. */
    void answer(String type, Created... outcomes) {
        answers.put(type, new ArrayDeque<>(List.of(outcomes)));
    }

    /** The next attempt to create this type is answered when the test completes the future. */
    CompletableFuture<Created> hold(String type) {
        CompletableFuture<Created> answer = new CompletableFuture<>();
        held.put(type, answer);
        return answer;
    }

    static Created created(String type) {
        return new Created(Outcome.CREATED, "sub-" + type, 0, "", null);
    }

    List<String> createdTypes() {
        return created.stream().map(Request::type).toList();
    }

    @Override
    CompletionStage<Created> create(SubscriptionSpec spec, Map<String, String> condition, String sessionId) {
        created.add(new Request(spec.type(), condition, sessionId));
        if (held.containsKey(spec.type())) {
            return held.remove(spec.type());
        }
        Deque<Created> scripted = answers.getOrDefault(spec.type(), new ArrayDeque<>());
        return CompletableFuture.completedFuture(scripted.isEmpty() ? created(spec.type()) : scripted.remove());
    }

    @Override
    CompletionStage<List<Listed>> list() {
        return CompletableFuture.completedFuture(listed);
    }

    @Override
    CompletionStage<Void> delete(String id) {
        deleted.add(id);
        return CompletableFuture.completedFuture(null);
    }
}
