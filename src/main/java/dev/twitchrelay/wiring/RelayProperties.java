package dev.twitchrelay.wiring;

import dev.twitchrelay.http.AdminToken;
import dev.twitchrelay.kit.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The settings {@code relay.*}. */
@ConfigurationProperties("relay")
record RelayProperties(
        Path routes,
        int routesRollbackAfter,
        boolean routesLockOnAir,
        Path widgets,
        Path media,
        Path data,
        String adminToken,
        @DefaultValue List<String> allowedHosts)
        implements InitializingBean {

    @Override
    public String toString() {
        return "RelayProperties[routes=" + routes + ", data=" + data + ", secrets hidden]";
    }

    /** @throws InvalidSettingException naming the first setting that is wrong */
    @Override
    public void afterPropertiesSet() {
        checkNotEmpty("relay.routes", routes);
        checkNotEmpty("relay.data", data);
        checkFolder("relay.widgets", widgets, "your own widgets");
        checkFolder("relay.media", media, "your own pictures and sounds");
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
        try {
            // by trying, because permissions do not show a mount that is read-only
            OwnerOnly.folder(data);
            Files.delete(Files.createTempFile(data, "write", ".test"));
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "relay.data is " + data.toAbsolutePath() + ", which cannot be written",
                    "make that folder writable for the relay, or set RELAY_DATA to another one");
        }
    }

    private static void checkNotEmpty(String setting, Path folder) {
        if (folder == null || folder.toString().isBlank()) {
            throw new InvalidSettingException(setting + " is empty", "set it to a folder, or leave it out");
        }
    }

    /** The folder need not exist. */
    private static void checkFolder(String setting, Path folder, String content) {
        checkNotEmpty(setting, folder);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidSettingException(
                    setting + " is " + folder.toAbsolutePath() + ", which is no folder",
                    "set it to the folder with " + content + ", or leave it out");
        }
    }
}
