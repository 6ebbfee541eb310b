package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Plays {@code simulator/evening.json} again and again, with random choices where the file allows them. It pauses while
 * nobody is subscribed, because nobody would see it. Loop-confined.
 */
final class EveningScenario {
    private static final double VIEWERS_CHANGE_SECONDS = 2;

    private final TwitchSimulator simulator;
    private final SimulatorLoop loop;
    private final Channel channel;
    private final ChannelState state;
    private final Random random;
    /**
     * A random source of its own, because the changes of viewers must not influence the random choices of the timeline.
     */
    private final Random viewersRandom;

    private final double speed;
    private final JsonNode script = JsonMappers.resource("/simulator/evening.json", JsonNode.class);
    private final List<Person> subscribers = new ArrayList<>();
    /** The latest begin of each thing that goes on for a while, by the begin of its type's name. */
    private final Map<String, ObjectNode> begun = new HashMap<>();

    private int next;

    EveningScenario(TwitchSimulator simulator, SimulatorLoop loop, ChannelState state, Random random, double speed) {
        this.simulator = simulator;
        this.loop = loop;
        this.channel = simulator.channel();
        this.state = state;
        this.random = random;
        this.viewersRandom = new Random(random.nextLong());
        this.speed = speed;
    }

    void start() {
        scheduleNext();
        changeViewers();
    }

    /** Schedules the next step. Its wait begins when somebody is subscribed. */
    private void scheduleNext() {
        simulator.seen().whenSubscribed(() -> {
            JsonNode timeline = script.path("timeline");
            JsonNode step = timeline.get(next);
            next = (next + 1) % timeline.size();
            loop.after(waitBefore(step), () -> {
                if (random.nextDouble() < step.path("chance").asDouble(1)) {
                    play(step);
                }
                scheduleNext();
            });
        });
    }

    private void play(JsonNode step) {
        String action = step.path("do").asText();
        switch (action) {
            case "online" -> {
                channel.viewers(number(step, "viewers"));
                channel.goOnline();
            }
            case "offline" -> channel.goOffline();
            case "follow" -> channel.follow();
            case "subscribe" -> {
                Person subscriber = channel.anyone();
                subscribers.add(subscriber);
                channel.subscribe(subscriber, tier(step));
            }
            case "unsubscribe" -> {
                if (!subscribers.isEmpty()) {
                    channel.unsubscribe(subscribers.remove(0));
                }
            }
            case "resubscribe" -> channel.resubscribe(channel.anyone(), number(step, "months"), line("resubs"));
            case "giftBomb" -> channel.giftBomb(who(step), number(step, "total"), tier(step));
            case "cheer" -> {
                int bits = number(step, "bits");
                channel.cheer(who(step), bits, line("cheers").replace("{bits}", String.valueOf(bits)));
            }
            case "raid" -> channel.raid(channel.anyone(), number(step, "viewers"));
            case "title" -> channel.title(line("titles"));
            case "reconnect" -> simulator.faults().reconnect();
            case "chat" -> {
                ObjectNode said = channel.event("channel.chat.message", channel.anyone());
                ObjectNode text = said.putObject("message").put("text", line("chats"));
                text.putArray("fragments")
                        .addObject()
                        .put("type", "text")
                        .put("text", text.path("text").asText());
                simulator.notifyJson("channel.chat.message", said.toString());
            }
            case "notify" -> tell(step.path("type").asText(), step.path("event"));
            default -> throw new IllegalStateException("evening.json: no action " + action);
        }
    }

    /** What goes on for a while, such as a poll, has the same id and the same begin in all its events. */
    private void tell(String type, JsonNode members) {
        ObjectNode event = channel.event(type, channel.anyone());
        members.properties().forEach(member -> event.set(member.getKey(), member.getValue()));
        String thing = type.substring(0, type.lastIndexOf('.'));
        if (type.endsWith(".begin")) {
            begun.put(thing, event);
        } else if (begun.containsKey(thing)) {
            event.set("id", begun.get(thing).path("id"));
            event.set("started_at", begun.get(thing).path("started_at"));
        }
        simulator.notifyJson(type, event.toString());
    }

    private Duration waitBefore(JsonNode step) {
        double from = step.path("wait").path(0).asDouble();
        double to = step.path("wait").path(1).asDouble();
        return seconds(from + random.nextDouble() * (to - from));
    }

    private Duration seconds(double number) {
        return Duration.ofNanos(Math.round(number * 1e9 / speed));
    }

    /** Changes the number of viewers by a few percent; while there are few viewers, it grows. */
    private void changeViewers() {
        loop.after(seconds(VIEWERS_CHANGE_SECONDS), () -> {
            if (state.live) {
                int range = Math.max(2, state.viewers / 15);
                int drift = state.viewers < 250 ? range / 4 : -range / 4;
                state.viewers = Math.max(1, state.viewers + viewersRandom.nextInt(2 * range + 1) - range + drift);
            }
            changeViewers();
        });
    }

    private Person who(JsonNode step) {
        return step.path("anonymous").asBoolean() ? null : channel.anyone();
    }

    private static String tier(JsonNode step) {
        return step.path("tier").asText("1000");
    }

    private int number(JsonNode step, String range) {
        int from = step.path(range).path(0).asInt();
        int to = step.path(range).path(1).asInt();
        return from + random.nextInt(to - from + 1);
    }

    private String line(String list) {
        JsonNode lines = script.path(list);
        return lines.path(random.nextInt(lines.size())).asText();
    }
}
