package dev.twitchrelay.wiring;

import dev.twitchrelay.http.AdminToken;
import dev.twitchrelay.kit.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings {@code relay.*}. */
@ConfigurationProperties("relay")
record RelayProperties(
        Path routes,
        int routesRollbackAfter,
        boolean routesLockOnAir,
        Path widgets,
        Path data,
        String adminToken,
        List<String> allowedHosts) {

    private static final Set<String> OWN = Set.of(
            "journal",
            "relay.lock",
            "outbox",
            "dead-letter",
            "token.json",
            "token.json.new",
            "token.json.unreadable",
            "token.lock",
            "follows.json",
            "follows.json.new",
            "follows.json.unreadable");

    RelayProperties {
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
    }

    @Override
    public String toString() {
        return "RelayProperties[routes=" + routes + ", data=" + data + ", secrets hidden]";
    }

    private static void filled(String setting, Path folder) {
        if (folder == null || folder.toString().isBlank()) {
            throw new InvalidSettingException(setting + " is empty", "set it to a folder, or leave it out");
        }
    }

    /** @throws InvalidSettingException naming the first setting that is wrong */
    void check() {
        filled("relay.routes", routes);
        filled("relay.data", data);
        for (String host : allowedHosts) {
            if (!host.matches("[A-Za-z0-9_.-]{1,253}")) {
                throw new InvalidSettingException(
                        "relay.allowed-hosts contains '" + host + "'",
                        "write names as in the browser's address bar, without https:// and without port");
            }
        }
        String weakness = AdminToken.weakness(adminToken);
        if (weakness != null) {
            throw new InvalidSettingException(
                    "relay.admin-token " + weakness,
                    "set RELAY_ADMIN_TOKEN to a random text, such as the one that this command prints: "
                            + AdminToken.MAKER);
        }
        if (!Files.isDirectory(routes)) {
            throw new InvalidSettingException(
                    "relay.routes is " + routes.toAbsolutePath() + ", which is no folder",
                    "start the relay where its routes folder is, or set RELAY_ROUTES to that folder");
        }
        filled("relay.widgets", widgets);
        if (Files.exists(widgets) && !Files.isDirectory(widgets)) {
            throw new InvalidSettingException(
                    "relay.widgets is " + widgets.toAbsolutePath() + ", which is no folder",
                    "set it to the folder with your own widgets, or leave it out");
        }
        try {
            OwnerOnly.folder(data);
            Files.delete(Files.createTempFile(data, "write", ".test"));
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "relay.data is " + data.toAbsolutePath() + ", which cannot be written",
                    "make that folder writable for the relay, or set RELAY_DATA to another one");
        }
    }

    /**
     * Closes what earlier releases left open for other users of the computer: the relay's own files and folders, and the folder
     * that holds them, unless somebody else keeps something in it, too.
     */
    void tighten() {
        OWN.forEach(name -> OwnerOnly.tighten(data.resolve(name)));
        try (Stream<Path> files = Files.list(data)) {
            if (files.allMatch(file -> OWN.contains(file.getFileName().toString())
                    || file.getFileName().toString().equals("lost+found"))) {
                OwnerOnly.tightenFolder(data);
            }
        } catch (IOException e) {
            // checked before: it is there
        }
    }
}
