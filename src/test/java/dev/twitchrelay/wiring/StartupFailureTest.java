package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupFailureTest {
    @Test
    void aTemporaryFolderThatTakesNoFilesIsASentence(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("no-folder"));
        String before = System.setProperty("java.io.tmpdir", file.toString());
        try {
            var analysis = new StartupFailure()
                    .analyze(new IllegalStateException(
                            "bean", new IOException("Unable to create folder at path '" + file + "/vertx-cache'")));

            assertThat(analysis.getDescription()).startsWith("java.io.tmpdir is " + file);
            assertThat(analysis.getAction()).contains("-Djava.io.tmpdir=");
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @Test
    void aFailureOfAnotherKindIsNotBlamedOnTheTemporaryFolder() {
        assertThat(new StartupFailure().analyze(new IllegalStateException("a bug")))
                .isNull();
    }
}
