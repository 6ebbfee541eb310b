package dev.twitchrelay.kit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.FullDisk;
import dev.twitchrelay.support.LogLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    @TempDir
    Path folder;

    private final FullDisk disk = new FullDisk();
    private final Storage storage = new Storage(disk);

    @AfterEach
    void close() {
        storage.close();
    }

    private void keep(String name, String content) {
        storage.keep(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8), true);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatIsKeptIsItsOwnersOnlyAndSoIsTheFolderThatIsMadeForIt() throws IOException {
        keep("new/folder/file", "one");

        assertThat(folder.resolve("new/folder/file")).hasContent("one");
        assertThat(mode(folder.resolve("new/folder/file"))).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("new/folder"))).isEqualTo("rwx------");
        assertThat(storage.problems()).isEmpty();
    }

    @Test
    void aFullDiskLeavesTheOldContentAndNoHalfOfTheNewOneUntilThereIsRoom() throws IOException {
        keep("file", "old");
        disk.full = true;
        keep("file", "new");
        keep("file", "newest");

        assertThat(folder.resolve("file")).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("file"));
        }
        assertThat(storage.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).endsWith("file");
            assertThat(problem.problem()).isEqualTo("No space left on device");
        });
        disk.full = false;
        await().atMost(ofSeconds(10)).until(() -> storage.problems().isEmpty());
        assertThat(folder.resolve("file")).hasContent("newest");
    }

    @Test
    void somethingNewerIsNotOverwrittenByWhatWaited() throws IOException {
        disk.full = true;
        keep("file", "first");
        disk.full = false;
        keep("file", "second");

        assertThat(storage.problems()).isEmpty();
        storage.close();
        assertThat(folder.resolve("file")).hasContent("second");
    }

    @Test
    void theEndIsTheLastChance() {
        disk.readOnly = true;
        keep("file", "last");
        disk.readOnly = false;
        storage.close();

        assertThat(folder.resolve("file")).hasContent("last");
    }

    @Test
    void whatCannotBeWrittenAfterTheEndIsToldOnce() {
        storage.close();
        disk.readOnly = true;
        try (LogLines log = new LogLines(Storage.class)) {
            keep("late", "one");
            keep("late", "two");

            assertThat(log.texts())
                    .singleElement()
                    .asString()
                    .contains("late could not be written before the end (Read-only file system)");
        }
    }

    @Test
    void anOlderReleasesFilesAndFoldersAreClosed() throws IOException {
        Path sub = Files.createDirectories(folder.resolve("outbox/lights"));
        Path file = Files.createFile(sub.resolve("1.json"));
        Path foreign = Files.createFile(folder.resolve("foreign"));
        Files.createSymbolicLink(sub.resolve("link"), foreign);
        for (Path open : Set.of(folder.resolve("outbox"), sub, file, foreign)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        OwnerOnly.tighten(folder.resolve("outbox"));
        OwnerOnly.tighten(folder.resolve("nowhere"));

        assertThat(mode(folder.resolve("outbox"))).isEqualTo("rwx------");
        assertThat(mode(sub)).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(foreign)).as("what a link points to").isEqualTo("rwxr-xr-x");
    }
}
