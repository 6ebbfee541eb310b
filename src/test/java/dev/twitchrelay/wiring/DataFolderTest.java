package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.support.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class DataFolderTest {
    private static GenericApplicationContext holding(Path folder) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.setEnvironment(new MockEnvironment().withProperty("relay.data", folder.toString()));
        new DataFolder().initialize(context);
        context.refresh();
        return context;
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "it has a file that is always full")
    void aFullDiskTakesNoNameButTheFolderIsHeld(@TempDir Path folder) throws IOException {
        Files.createSymbolicLink(folder.resolve("relay.lock"), Path.of("/dev/full"));
        try (LogLines log = new LogLines(DataFolder.class);
                GenericApplicationContext first = holding(folder)) {
            assertThatThrownBy(() -> holding(folder)).hasMessageContaining("which another relay uses");
            assertThat(first.isActive()).isTrue();
            assertThat(log.texts()).isEmpty();
        }
    }
}
