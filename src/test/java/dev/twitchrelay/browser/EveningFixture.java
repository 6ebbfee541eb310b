package dev.twitchrelay.browser;

import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** As {@link BrowserFixture}, with the event types of all widgets in the routes, and the events of an evening. */
abstract class EveningFixture extends BrowserFixture {
    static final String[] MORE_TYPES = {
        "channel.chat.message",
        "channel.chat.message_delete",
        "channel.chat.clear_user_messages",
        "channel.chat.clear",
        "channel.hype_train.begin",
        "channel.hype_train.progress",
        "channel.hype_train.end",
        "channel.poll.begin",
        "channel.poll.progress",
        "channel.poll.end",
        "channel.prediction.begin",
        "channel.prediction.progress",
        "channel.prediction.lock",
        "channel.prediction.end",
        "channel.ad_break.begin",
        "channel.goal.begin",
        "channel.goal.progress",
        "channel.goal.end"
    };

    @TempDir
    static Path folder;

    private static int messages;

    @BeforeAll
    static void listenToMore() throws IOException {
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        Path eventsub = routes.resolve("eventsub.camel.yaml");
        String types = Files.readString(eventsub);
        String more = String.join(",\n          ", MORE_TYPES);
        Files.writeString(eventsub, types.replace("channel.raid,\n", "channel.raid,\n          " + more + ",\n"));
        relay.close();
        int subscribed = twitch.seen().subscriptionsCreated();
        String token = twitch.signIn()
                .issueToken(
                        twitch.options().broadcaster(),
                        "moderator:read:followers",
                        "channel:read:subscriptions",
                        "bits:read",
                        "user:read:chat",
                        "channel:read:hype_train",
                        "channel:read:polls",
                        "channel:read:predictions",
                        "channel:read:ads",
                        "channel:read:goals");
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
        int all = RunningRelay.EVENT_TYPES.length + MORE_TYPES.length;
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

    /** A time of Twitch. */
    static String in(long seconds) {
        return "\"" + Instant.now().plusSeconds(seconds) + "\"";
    }

    /** An event of a hype train at a level. */
    static void train(String step, int level, String more) {
        twitch.notifyJson("channel.hype_train." + step, """
                {"id":"train","type":"regular","level":%d,"total":%d,"progress":1300,"goal":2100,"started_at":%s,
                 "top_contributions":[{"user_name":"Harbour_Cat","type":"subscription","total":2500},
                   {"user_name":"TofuCommander","type":"bits","total":1200}]%s}""".formatted(level, level * 1000, in(-60), more));
    }

    /** An event of a poll with three choices. */
    static void poll(String step, int left, int right, String more) {
        twitch.notifyJson("channel.poll." + step, """
                {"id":"poll","title":"Where to next? The tide is low until nine","started_at":%s,"choices":[
                 {"id":"1","title":"Left pier","votes":%d},{"id":"2","title":"Right pier 🚢","votes":%d},
                 {"id":"3","title":"Up the lighthouse, if it is open","votes":4}]%s}""".formatted(in(-30), left, right, more));
    }

    /** An event of a prediction with two outcomes. */
    static void prediction(String step, String more) {
        twitch.notifyJson("channel.prediction." + step, """
                {"id":"prediction","title":"Will it rain before nine?","started_at":%s,"outcomes":[
                 {"id":"1","title":"Yes","color":"blue","channel_points":4200},
                 {"id":"2","title":"No","color":"pink","channel_points":2360}]%s}""".formatted(in(-30), more));
    }

    /** A train, a poll, a prediction, an ad break and a goal on Twitch, all at once. */
    static void allThatGoesOn() {
        train("progress", 3, ",\"expires_at\":" + in(240));
        poll("progress", 12, 31, ",\"ends_at\":" + in(120));
        prediction("lock", ",\"locked_at\":" + in(0));
        twitch.notifyJson("channel.ad_break.begin", "{\"duration_seconds\":90,\"started_at\":" + in(-5) + "}");
        twitch.notifyJson(
                "channel.goal.progress",
                "{\"id\":\"g\",\"type\":\"follow\",\"description\":\"A new tripod\",\"current_amount\":1342,\"target_amount\":1500}");
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
