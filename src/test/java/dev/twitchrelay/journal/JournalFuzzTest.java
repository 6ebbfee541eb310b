package dev.twitchrelay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.sse.LocalLog;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.support.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/** Whatever a disk made of the journal, the relay starts on it, and what is undamaged is undamaged. */
class JournalFuzzTest {
    @Fuzz(tries = 100)
    void aDamagedFileLosesWhatIsDamagedOnly(
            @ForAll @DoubleRange(min = 0, max = 1) double at, @ForAll @Size(max = 40) byte[] rubbish)
            throws IOException {
        Path folder = Files.createTempDirectory("journal");
        try (Journal journal = Journal.open(folder, 1 << 20, Disk.REAL)) {
            SseHub hub =
                    new SseHub("twitch", SseSettings.defaults(), new LocalLog(1000, new FileEventJournal(journal)));
            for (int i = 0; i < 10; i++) {
                hub.publish("event", "a.b", ("{\"n\":" + i + "}").getBytes(StandardCharsets.US_ASCII));
            }
        }
        Path file = folder.resolve("events-000000000001.log");
        byte[] content = Files.readAllBytes(file);
        int from = (int) (at * (content.length - 1));
        System.arraycopy(rubbish, 0, content, from, Math.min(rubbish.length, content.length - from));
        Files.write(file, content);

        try (Journal journal = Journal.open(folder, 1 << 20, Disk.REAL)) {
            SseHub hub =
                    new SseHub("twitch", SseSettings.defaults(), new LocalLog(1000, new FileEventJournal(journal)));
            List<String> left =
                    hub.recent(100).stream().map(message -> message.json()).toList();
            assertThat(left).hasSizeGreaterThanOrEqualTo(7).allMatch(json -> json.matches("\\{\"n\":\\d}"));
            hub.publish("event", "a.b", "{\"n\":10}".getBytes(StandardCharsets.US_ASCII));
        }
        try (Journal journal = Journal.open(folder, 1 << 20, Disk.REAL)) {
            assertThat(new FileEventJournal(journal).messages())
                    .last()
                    .extracting(kept -> kept.message().json())
                    .isEqualTo("{\"n\":10}");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(each -> each.toFile().delete());
        }
    }
}
