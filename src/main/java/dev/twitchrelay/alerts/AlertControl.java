package dev.twitchrelay.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What people have ordered about alerts: whether alerts are paused or muted, and the latest commands with their times.
 * The alert on air follows from events and commands alone, so a widget that is reloaded finds it again. The state
 * survives a restart in the file {@code alerts.json}. Every change is announced to all clients of the event stream.
 * A change writes a file, so worker threads call it. Thread-safe.
 */
public final class AlertControl {
    private static final JsonMapper JSON = JsonMappers.exact();
    private static final ObjectReader READER =
            JSON.readerFor(State.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** More commands do not matter for the alerts that wait, because a person gives a few in a minute. */
    private static final int MOST_COMMANDS = 100;

    /** Every client gets the state when it connects. */
    private static final int MOST_BYTES = 32 * 1024;

    /** Twitch's events have less than 4 KiB. */
    private static final int LONGEST_EVENT = 16 * 1024;

    /** Without a pause, an alert waits for a minute or two at most. */
    private static final Duration COMMANDS_MATTER_FOR = Duration.ofHours(1);

    private static final int MOST_FILE_BYTES = 1 << 20;
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{1,20}-[0-9]{1,18}");

    /** The orders that need no event. */
    public enum Order {
        /** Nothing new comes on air until {@link #RESUME}. The alert that is on air stays to its end. */
        PAUSE,
        RESUME,
        /** Ends the alert that is on air; if there is none, drops the alert that waits longest. */
        SKIP,
        /** Ends the alert that is on air, and drops all alerts that wait. */
        CLEAR,
        /** Alerts make no sound until {@link #UNMUTE}. */
        MUTE,
        UNMUTE;

        /** The word for it in addresses and commands. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A command.
     *
     * @param at its time in milliseconds since 1970; greater than the time of the command before, so it names the
     *     command
     * @param action {@code pause}, {@code resume}, {@code skip}, {@code clear} or {@code replay}
     * @param id the event that a {@code replay} shows, or whose alert a {@code skip} drops; null skips the alert that is
     *     on air
     * @param until the id of the newest message when a {@code clear} came, otherwise null
     * @param message the message that a {@code replay} shows, otherwise null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Command(long at, @JsonProperty("do") String action, String id, String until, JsonNode message) {}

    /**
     * The state, as clients get it.
     *
     * @param pausedBefore whether alerts were paused before the first of the commands
     * @param commands the latest commands, oldest first; none from before the latest {@code clear}
     */
    public record State(boolean paused, boolean muted, boolean pausedBefore, List<Command> commands) {
        private static final State INITIAL = new State(false, false, false, List.of());

        public State {
            commands = commands == null ? List.of() : List.copyOf(commands);
        }
    }

    private final Supplier<String> newestId;
    private final Function<String, Optional<String>> messages;
    private final Consumer<byte[]> announce;
    private final Clock clock;
    private final Storage storage;
    private final Path file;
    private volatile State state;

    /**
     * Reads the state of the last run, and announces it.
     *
     * @param folder {@code relay.data}
     * @param newestId gives the id of the newest message
     * @param messages gives the message of an event as JSON, if the history still has it
     * @param announce gives the state, one JSON object on one line, to all clients; it must return at once
     */
    public AlertControl(
            Path folder,
            Storage storage,
            Clock clock,
            Supplier<String> newestId,
            Function<String, Optional<String>> messages,
            Consumer<byte[]> announce) {
        this.file = folder.resolve("alerts.json");
        this.storage = storage;
        this.clock = clock;
        this.newestId = newestId;
        this.messages = messages;
        this.announce = announce;
        this.state = read();
        announce.accept(bytes(state));
    }

    /** The state now. Waits for nothing, so an event loop may call it. */
    public State state() {
        return state;
    }

    /** The state for an answer, with the relay's time in milliseconds, because a browser's clock may be wrong. */
    public JsonNode answer() {
        ObjectNode answer = JSON.createObjectNode().put("time", clock.millis());
        return answer.setAll((ObjectNode) JSON.valueToTree(state()));
    }

    /** Gives an order. {@code PAUSE} twice is as once, and likewise {@code RESUME}, {@code MUTE} and {@code UNMUTE}. */
    public synchronized State give(Order order) {
        return switch (order) {
            case PAUSE -> state.paused() ? state : add(command(order.word(), null, null, null), true);
            case RESUME -> state.paused() ? add(command(order.word(), null, null, null), false) : state;
            case SKIP -> add(command(order.word(), null, null, null), state.paused());
            case CLEAR -> add(command(order.word(), null, newestId.get(), null), state.paused());
            case MUTE -> become(new State(state.paused(), true, state.pausedBefore(), state.commands()));
            case UNMUTE -> become(new State(state.paused(), false, state.pausedBefore(), state.commands()));
        };
    }

    /**
     * Drops the alert of one event, whether it waits or is on air. The event may be older than the history, because
     * alerts wait for any time during a pause.
     *
     * @return empty if this cannot be the id of an event
     */
    public synchronized Optional<State> skip(String id) {
        return ID.matcher(id).matches()
                ? Optional.of(add(command("skip", id, null, null), state.paused()))
                : Optional.empty();
    }

    /**
     * Shows an event again, before all alerts that wait.
     *
     * @return empty if the history does not have the event
     * @throws IllegalArgumentException with the reason if the event is too long to be sent to every client
     */
    public synchronized Optional<State> replay(String id) {
        return messages.apply(id).map(json -> {
            if (json.length() > LONGEST_EVENT) {
                throw new IllegalArgumentException("this event is too long to be shown again: it has " + json.length()
                        + " characters, and " + LONGEST_EVENT + " is the limit");
            }
            return add(command("replay", id, null, parsed(json)), state.paused());
        });
    }

    private static JsonNode parsed(String json) {
        try {
            return JsonMappers.EVENT.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a published message is not JSON", e);
        }
    }

    private Command command(String action, String id, String until, JsonNode message) {
        List<Command> known = state.commands();
        long latest = known.isEmpty() ? 0 : known.get(known.size() - 1).at();
        return new Command(Math.max(clock.millis(), latest + 1), action, id, until, message);
    }

    private State add(Command command, boolean paused) {
        boolean clears = command.until() != null;
        List<Command> commands = new ArrayList<>(clears ? List.of() : state.commands());
        commands.add(command);
        return become(bounded(
                new State(paused, state.muted(), clears ? state.paused() : state.pausedBefore(), commands),
                command.at()));
    }

    /** Without the oldest commands, if they are too many, too long or too old. */
    private static State bounded(State all, long now) {
        State bounded = all;
        while (bounded.commands().size() > 1 && (isTooMuch(bounded) || isTooOld(bounded, now))) {
            Command first = bounded.commands().get(0);
            bounded = new State(
                    all.paused(),
                    all.muted(),
                    first.action().equals("pause")
                            || (bounded.pausedBefore() && !first.action().equals("resume")),
                    bounded.commands().subList(1, bounded.commands().size()));
        }
        return bounded;
    }

    private static boolean isTooMuch(State state) {
        return state.commands().size() > MOST_COMMANDS || bytes(state).length > MOST_BYTES;
    }

    /** Alerts that have run for so long without a pause have left none behind that waits since before the command. */
    private static boolean isTooOld(State state, long now) {
        long before = now - COMMANDS_MATTER_FOR.toMillis();
        return !state.paused()
                && state.commands().get(0).at() < before
                && state.commands().stream().noneMatch(each -> each.action().equals("resume") && each.at() >= before);
    }

    private State become(State next) {
        if (!next.equals(state)) {
            state = next;
            byte[] bytes = bytes(next);
            announce.accept(bytes);
            storage.keep(file, bytes, false);
        }
        return state;
    }

    private static byte[] bytes(State state) {
        try {
            return JSON.writeValueAsBytes(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the state of alerts cannot be written as JSON", e);
        }
    }

    private State read() {
        return Storage.<State>read(
                        file,
                        MOST_FILE_BYTES,
                        READER,
                        known -> known.commands().stream().noneMatch(command -> command.action() == null),
                        "alerts are neither paused nor muted")
                .orElse(State.INITIAL);
    }
}
