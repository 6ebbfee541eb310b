package dev.twitchrelay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packages of npm that tests run. Where there is no npm the test is skipped with that reason, but never in CI. */
public final class NpmPackages {
    private NpmPackages() {}

    /**
     * The folder {@code node_modules} with these packages. npm brings them once, and again from its own cache, so that
     * later runs need no network.
     *
     * @param packages names with versions, such as {@code axe-core@4.14.1}; only one test at a time installs this set
     */
    public static Path install(String... packages) {
        Path folder = Path.of("target/npm", String.join("+", packages).replace("/", "-"));
        Path complete = folder.resolve("complete");
        if (!Files.exists(complete)) {
            List<String> command = new ArrayList<>(List.of("npm", "install", "--prefix", folder.toString()));
            command.addAll(List.of("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"));
            command.addAll(List.of(packages));
            try {
                OutsideTool.run(command);
                Files.createFile(complete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return folder.resolve("node_modules");
    }
}
