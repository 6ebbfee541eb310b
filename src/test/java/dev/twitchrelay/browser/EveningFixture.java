package dev.twitchrelay.browser;

import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** As {@link BrowserFixture}, with the event types of the chat in the routes, and the events of an evening. */
abstract class EveningFixture extends BrowserFixture {
    static final String[] CHAT_TYPES = {
        "channel.chat.message", "channel.chat.message_delete", "channel.chat.clear_user_messages", "channel.chat.clear"
    };

    @TempDir
    static Path folder;

    private static int messages;

    @BeforeAll
    static void listenToTheChat() throws IOException {
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        Path eventsub = routes.resolve("eventsub.camel.yaml");
        String types = Files.readString(eventsub);
        String more = String.join(",\n          ", CHAT_TYPES);
        Files.writeString(eventsub, types.replace("channel.raid,\n", "channel.raid,\n          " + more + ",\n"));
        relay.close();
        int subscribed = twitch.seen().subscriptionsCreated();
        String token = twitch.signIn()
                .issueToken(
                        twitch.options().broadcaster(),
                        "moderator:read:followers",
                        "channel:read:subscriptions",
                        "bits:read",
                        "user:read:chat");
        relay = RunningRelay.start(RunningRelay.settings(
                twitch,
                "twitch.access-token",
                token,
                "server.port",
                port,
                "relay.routes",
                routes,
                "relay.widgets",
                OWN_WIDGETS,
                "relay.admin-token",
                ADMIN,
                "twitch.poll-interval",
                "2s"));
        int all = RunningRelay.EVENT_TYPES.length + CHAT_TYPES.length;
        twitch.seen().await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= subscribed + all);
    }

    @AfterAll
    static void leaveNothing() {
        discard();
    }

    static String user(String name) {
        return "\"user_id\":\"%1$s\",\"user_login\":\"%1$s\",\"user_name\":\"%1$s\"".formatted(name);
    }

    static void cheer(String name, int bits, String message) {
        twitch.notifyJson(
                "channel.cheer",
                "{%s,\"is_anonymous\":false,\"bits\":%d,\"message\":\"%s\"}".formatted(user(name), bits, message));
    }

    static void gift(String name, int total) {
        twitch.notifyJson(
                "channel.subscription.gift",
                "{%s,\"is_anonymous\":false,\"total\":%d,\"tier\":\"1000\"}".formatted(user(name), total));
    }

    /**
     * A chat message.
     *
     * @param more further members of Twitch's event object, each with a comma before it
     * @return its message id
     */
    static String say(String name, String color, String text, String more) {
        return say("text", name, color, text, more);
    }

    /** As {@link #say(String, String, String, String)}, of one of Twitch's types of messages. */
    static String say(String type, String name, String color, String text, String more) {
        String id = "m" + ++messages;
        twitch.notifyJson(
                "channel.chat.message",
                "{\"message_id\":\"%s\",\"chatter_user_id\":\"%2$s\",\"chatter_user_login\":\"%2$s\",\"chatter_user_name\":\"%2$s\",\"color\":\"%3$s\",\"message_type\":\"%6$s\",\"message\":{\"text\":\"%4$s\",\"fragments\":[{\"type\":\"text\",\"text\":\"%4$s\"}]}%5$s}"
                        .formatted(id, name, color, text, more, type));
        return id;
    }

    static String badge(String set, String info) {
        return ",\"badges\":[{\"set_id\":\"%s\",\"id\":\"1\",\"info\":\"%s\"}]".formatted(set, info);
    }

    static String replyTo(String id, String name, String text) {
        return ",\"reply\":{\"parent_message_id\":\"%s\",\"parent_user_id\":\"%2$s\",\"parent_user_name\":\"%2$s\",\"parent_message_body\":\"%3$s\"}"
                .formatted(id, name, text);
    }

    /** Something of every kind. The first event is the one that an alert shows. */
    static void evening() {
        cheer("TofuCommander", 500, "What a run! 🎉");
        gift("Harbour_Cat", 20);
        gift("TinBadger", 5);
        cheer("LanternBay", 1200, "for the harbour");
        cheer("QuietFerry", 100, "");
        cheer("Jürgen_aus_Mölln", 50, "");
        twitch.notifyJson("channel.follow", "{" + user("Mossy_Kettle") + "}");
        twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"AshPier\",\"viewers\":321}");
        twitch.notifyJson(
                "channel.subscription.message",
                "{" + user("SeventeenFoxes")
                        + ",\"tier\":\"1000\",\"cumulative_months\":14,\"streak_months\":3,\"message\":{\"text\":\"Still here!\"}}");
        say("Mossy_Kettle", "#1E90FF", "good evening, harbour!", badge("subscriber", "14"));
        String jump = say("LanternBay", "", "that jump was close", badge("moderator", ""));
        say("QuietFerry", "#0000FF", "still here after all these months", badge("vip", ""));
        say("TofuCommander", "#FF7F50", "three tries left", replyTo(jump, "LanternBay", "that jump was close"));
        say("כוכב_ים", "#000000", "שלום לכולם", "");
        say(
                "SeventeenFoxes",
                "#8A2BE2",
                "a long line of chat that has to be broken somewhere, because no overlay is wide enough for it",
                "");
    }
}
