package dev.twitchrelay.routes;

import java.time.Instant;
import java.util.List;

/**
 * How one route file is doing.
 *
 * @param file relative to the folder of routes
 * @param state {@code running}; {@code staged}: passed the check and waits until the stream is offline; {@code refused}: what stands in the folder has problems and an older version runs; {@code
 *     rolled back}: the same, but it had started and then failed; {@code not running}: it has problems and there is no older
 *     version
 * @param version of the text that runs, or null
 * @param since when that began, or null
 * @param found the version that stands in the folder, or null when the file is not there
 * @param problems each as {@code file:line:column: message}
 */
public record FileStatus(
        String file, String state, String version, Instant since, String found, List<String> problems) {}
