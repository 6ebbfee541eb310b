package dev.twitchrelay.alerts;

import static dev.twitchrelay.alerts.AlertControl.Order.CLEAR;
import static dev.twitchrelay.alerts.AlertControl.Order.MUTE;
import static dev.twitchrelay.alerts.AlertControl.Order.PAUSE;
import static dev.twitchrelay.alerts.AlertControl.Order.RESUME;
import static dev.twitchrelay.alerts.AlertControl.Order.SKIP;
import static dev.twitchrelay.alerts.AlertControl.Order.UNMUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.alerts.AlertControl.Command;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.support.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertControlTest {
    private static final String RAID =
            "{\"type\":\"event\",\"event\":\"channel.raid\",\"data\":{\"n\":1.10,\"x\":\"🎉\"}}";
    private static final long BEGIN = 1_764_064_800_000L;

    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock("2025-11-25T10:00:00Z");
    private final Map<String, String> history = new TreeMap<>(Map.of("t-7", RAID));
    private final List<String> announced = new ArrayList<>();

    private AlertControl start() {
        return new AlertControl(
                data,
                new Storage(Disk.REAL),
                clock,
                () -> "t-9",
                id -> Optional.ofNullable(history.get(id)),
                json -> announced.add(new String(json, StandardCharsets.UTF_8)));
    }

    private String latest() {
        return announced.get(announced.size() - 1);
    }

    private static List<String> actions(AlertControl control) {
        return control.state().commands().stream().map(Command::action).toList();
    }

    @Test
    void clientsAreToldTheStateAtTheStartAndEachChangeOnce() {
        AlertControl control = start();
        assertThat(announced)
                .containsExactly("{\"paused\":false,\"muted\":false,\"pausedBefore\":false,\"commands\":[]}");

        control.give(RESUME);
        control.give(UNMUTE);
        assertThat(announced).hasSize(1);
        control.give(PAUSE);
        control.give(PAUSE);
        control.give(MUTE);
        control.give(MUTE);

        assertThat(announced).hasSize(3);
        assertThat(latest())
                .isEqualTo("{\"paused\":true,\"muted\":true,\"pausedBefore\":false,\"commands\":[{\"at\":" + BEGIN
                        + ",\"do\":\"pause\"}]}");
    }

    @Test
    void theAnswerIsTheStateWithTheTime() {
        assertThat(start().answer().toString())
                .isEqualTo("{\"time\":" + BEGIN
                        + ",\"paused\":false,\"muted\":false,\"pausedBefore\":false,\"commands\":[]}");
    }

    @Test
    void timesOfCommandsGrowAlsoWhenTheClockDoesNot() {
        AlertControl control = start();
        control.give(PAUSE);
        control.give(SKIP);
        clock.advance(Duration.ofSeconds(-10));
        control.give(SKIP);

        assertThat(control.state().commands()).extracting(Command::at).containsExactly(BEGIN, BEGIN + 1, BEGIN + 2);
    }

    @Test
    void aReplayBringsTheEventToTheLastDigitAndAnEventThatIsGoneBringsNothing() {
        AlertControl control = start();

        assertThat(control.replay("t-7")).isPresent();
        assertThat(latest()).contains("\"do\":\"replay\",\"id\":\"t-7\",\"message\":" + RAID);
        assertThat(control.skip("t-7")).isPresent();

        assertThat(control.replay("t-8")).isEmpty();
        assertThat(actions(control)).containsExactly("replay", "skip");
    }

    @Test
    void aSkipTakesTheIdOfAnyEventAndNothingElse() {
        AlertControl control = start();

        assertThat(control.skip("t-6"))
                .as("an event that is older than the history")
                .isPresent();
        for (String id : List.of("", "t", "t-", "-1", "a b-1", "t-1\n", "t-" + "1".repeat(30))) {
            assertThat(control.skip(id)).as(id).isEmpty();
        }
    }

    @Test
    void anEventThatIsTooLongForEveryClientIsRefused() {
        history.put("t-8", "{\"x\":\"" + "y".repeat(20_000) + "\"}");
        AlertControl control = start();

        assertThatThrownBy(() -> control.replay("t-8")).hasMessageContaining("too long to be shown again");
        assertThat(announced).hasSize(1);
    }

    @Test
    void aClearEndsAllCommandsBeforeItAndNamesTheNewestMessage() {
        AlertControl control = start();
        control.give(PAUSE);
        control.give(SKIP);
        control.give(CLEAR);

        assertThat(actions(control)).containsExactly("clear");
        assertThat(control.state().commands().get(0).until()).isEqualTo("t-9");
        assertThat(control.state().pausedBefore()).isTrue();
        assertThat(control.state().paused()).isTrue();
    }

    @Test
    void theStateSurvivesARestart() {
        AlertControl before = start();
        before.give(PAUSE);
        before.give(MUTE);
        before.replay("t-7");

        AlertControl after = start();

        assertThat(after.state()).isEqualTo(before.state());
        assertThat(latest()).contains("\"paused\":true,\"muted\":true", RAID);
        clock.advance(Duration.ofDays(-1));
        after.give(SKIP);
        assertThat(after.state().commands().get(2).at()).isEqualTo(BEGIN + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"commands\":[{\"at\":1}]}", "{\"commands\":7}"})
    void aFileThatCannotBeReadIsSetAside(String content) throws IOException {
        Path file = data.resolve("alerts.json");
        Files.writeString(file, content);

        AlertControl control = start();

        assertThat(control.state().commands()).isEmpty();
        assertThat(data.resolve("alerts.json.unreadable")).hasContent(content);
        control.give(PAUSE);
        assertThat(start().state().paused()).isTrue();
    }

    @Test
    void whatClientsGetIsBoundedAndStillTellsThePause() {
        AlertControl control = start();
        control.give(PAUSE);
        for (int n = 0; n < 150; n++) {
            control.give(SKIP);
        }
        assertThat(actions(control)).hasSize(100).containsOnly("skip");
        assertThat(control.state().pausedBefore()).isTrue();

        control.give(RESUME);
        history.put("t-8", "{\"x\":\"" + "y".repeat(10_000) + "\"}");
        for (int n = 0; n < 5; n++) {
            control.replay("t-8");
        }

        assertThat(latest().length()).isBetween(20_000, 32 * 1024);
        assertThat(actions(control)).containsOnly("replay");
        assertThat(control.state().pausedBefore()).isFalse();
    }

    @Test
    void commandsAreForgottenWhenAlertsHaveRunForAnHour() {
        AlertControl control = start();
        control.give(PAUSE);
        clock.advance(Duration.ofHours(3));
        control.give(SKIP);
        clock.advance(Duration.ofHours(3));
        control.give(RESUME);
        clock.advance(Duration.ofMinutes(59));
        control.give(SKIP);
        assertThat(actions(control)).as("alerts of the pause may wait").hasSize(4);

        clock.advance(Duration.ofMinutes(2));
        control.give(SKIP);

        assertThat(actions(control)).containsExactly("skip", "skip");
        assertThat(control.state().pausedBefore()).isFalse();
    }
}
