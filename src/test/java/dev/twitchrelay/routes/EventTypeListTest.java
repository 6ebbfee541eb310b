package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.support.RouteCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTypeListTest {
    private static final List<String> TYPES = List.of("channel.poll.begin", "channel.poll.end");

    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve(EventTypeList.FILE), text);
    }

    @Test
    void theShippedFileGetsTheTypesAndKeepsEverythingElse() throws IOException {
        String shipped = Files.readString(Path.of("routes/eventsub.camel.yaml"));
        Path file = write(shipped);

        EventTypeList.add(folder, TYPES);

        assertThat(Files.readString(file))
                .isEqualTo(shipped.replace(
                        "          stream.offline\n",
                        "          stream.offline,\n          channel.poll.begin,\n          channel.poll.end\n"));
        assertThat(RouteFolder.read(folder, () -> RouteCommands.vocabulary(RouteCommands.SETTINGS))
                        .eventTypes())
                .singleElement()
                .asString()
                .endsWith("stream.offline, channel.poll.begin, channel.poll.end");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatTheListHasIsNotAddedAgain() throws IOException {
        String text = "  types: >-\n    channel.follow/2,\n    channel.poll.begin,\n    channel.poll.end\n  steps:\n";

        assertThat(EventTypeList.with(text, List.of("channel.follow", "channel.poll.begin", "channel.poll.end")))
                .contains(text);
        assertThat(EventTypeList.with(text, List.of("channel.poll.progress", "channel.poll.progress")))
                .contains(text.replace("poll.end\n", "poll.end,\n    channel.poll.progress\n"));
    }

    @Test
    void aListOfOneLineAndAListWithACommaAtItsEndAreLists() {
        assertThat(EventTypeList.with("  types: channel.follow, channel.raid\n  steps:\n", TYPES))
                .contains("  types: channel.follow, channel.raid, channel.poll.begin, channel.poll.end\n  steps:\n");
        assertThat(EventTypeList.with("types: >-\n  channel.raid,\n", TYPES))
                .contains("types: >-\n  channel.raid,\n  channel.poll.begin,\n  channel.poll.end\n");
    }

    @Test
    void aFileWithoutSuchAListAndATypeThatIsNoneChangeNothing() throws IOException {
        String text = "types: \"{{my.types}}\"\n";
        Path file = write(text);

        assertThatThrownBy(() -> EventTypeList.add(folder, TYPES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("eventsub.camel.yaml has no list of types that the relay can edit; add them by hand:"
                        + " channel.poll.begin, channel.poll.end");
        assertThatThrownBy(() -> EventTypeList.add(folder, List.of("channel.raid\n- route:")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventTypeList.add(folder, List.of("channel.moon.begin")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}
