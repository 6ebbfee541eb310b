package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The endpoints of Helix for streams, channels, followers, subscriptions and users. The fields are those of
 * https://dev.twitch.tv/docs/api/reference. Loop-confined.
 */
final class HelixEndpoint {
    private static final Person NOBODY = new Person("", "", "");

    private final SimulatorOptions options;
    private final ChannelState state;
    private final Person broadcaster;
    private final List<Person> people;

    HelixEndpoint(SimulatorOptions options, ChannelState state) {
        this.options = options;
        this.state = state;
        this.broadcaster = options.broadcaster;
        this.people = Stream.concat(Stream.of(broadcaster, options.tokenUser), Channel.CAST.stream())
                .distinct()
                .toList();
    }

    void mount(Router router) {
        router.get("/helix/streams").handler(HelixGate.to((request, token) -> streams(request)));
        router.get("/helix/channels").handler(HelixGate.to((request, token) -> channels(request)));
        router.get("/helix/channels/followers").handler(HelixGate.to(this::followers));
        router.get("/helix/subscriptions").handler(HelixGate.to(this::subscriptions));
        router.get("/helix/moderation/channels").handler(HelixGate.to(this::moderated));
        router.get("/helix/users").handler(HelixGate.to(this::users));
    }

    private ObjectNode streams(RoutingContext request) {
        List<String> ids = request.queryParam("user_id");
        List<String> logins = request.queryParam("user_login");
        boolean asked = (ids.isEmpty() && logins.isEmpty()) || isIn(ids, logins, broadcaster);
        return listed(asked && state.live, this::stream).set("pagination", SimulatorJson.object());
    }

    private ObjectNode stream() {
        ObjectNode stream = broadcaster
                .into(SimulatorJson.object().put("id", state.streamId), "user_")
                .put("game_id", ChannelState.CATEGORY_ID)
                .put("game_name", ChannelState.CATEGORY_NAME)
                .put("type", "live")
                .put("title", state.title);
        stream.putArray("tags").add("English").add("Cozy");
        String picture = "https://static.example.test/live_" + broadcaster.login() + "-{width}x{height}.jpg";
        stream.put("viewer_count", state.viewers)
                .put("started_at", SimulatorJson.seconds(state.startedAt))
                .put("language", ChannelState.LANGUAGE)
                .put("thumbnail_url", picture)
                .putArray("tag_ids");
        return stream.put("is_mature", false);
    }

    private ObjectNode channels(RoutingContext request) {
        HelixGate.required(request, "broadcaster_id");
        return listed(request.queryParam("broadcaster_id").contains(broadcaster.id()), this::channel);
    }

    private ObjectNode channel() {
        ObjectNode channel = broadcaster
                .into(SimulatorJson.object(), "broadcaster_")
                .put("broadcaster_language", ChannelState.LANGUAGE)
                .put("game_id", ChannelState.CATEGORY_ID)
                .put("game_name", ChannelState.CATEGORY_NAME)
                .put("title", state.title)
                .put("delay", 0);
        channel.putArray("tags").add("English").add("Cozy");
        channel.putArray("content_classification_labels");
        return channel.put("is_branded_content", false);
    }

    /** Everybody gets the total; the broadcaster and moderators with the scope also get the names. */
    private ObjectNode followers(RoutingContext request, TokenRegistry.Token token) {
        boolean ours = HelixGate.required(request, "broadcaster_id").equals(broadcaster.id());
        boolean privileged = ours
                && token.scopes().contains("moderator:read:followers")
                && (broadcaster.equals(token.user()) || options.tokenUserModerates);
        List<String> userIds = request.queryParam("user_id");
        if (!userIds.isEmpty() && !privileged) {
            throw new HttpException(401, "missing scope moderator:read:followers");
        }
        ResultPage page = page(request, privileged ? state.followers : 0);
        List<ObjectNode> rows = state.followers(page.from(), userIds.isEmpty() ? page.to() : state.followers).stream()
                .filter(row ->
                        userIds.isEmpty() || userIds.contains(row.person().id()))
                .map(HelixEndpoint::follower)
                .toList();
        return SimulatorJson.answer(rows)
                .put("total", ours ? state.followers : 0)
                .set("pagination", page.pagination());
    }

    private static ObjectNode follower(ChannelState.Follower follower) {
        return follower.person()
                .into(SimulatorJson.object(), "user_")
                .put("followed_at", SimulatorJson.seconds(follower.since()));
    }

    /** The channels that the token's own user moderates. */
    private ObjectNode moderated(RoutingContext request, TokenRegistry.Token token) {
        if (!request.queryParam("user_id").contains(token.holder())) {
            throw new HttpException(
                    401, "The ID in user_id must match the user ID found in the request's OAuth token.");
        }
        token.checkScope("user:read:moderated_channels");
        boolean moderates = options.tokenUserModerates && !broadcaster.equals(token.user());
        return listed(moderates, () -> broadcaster.into(SimulatorJson.object(), "broadcaster_"))
                .set("pagination", SimulatorJson.object());
    }

    /**
     * Needs the broadcaster's own token. A channel without affiliate status has an empty list, which is not an error.
     */
    private ObjectNode subscriptions(RoutingContext request, TokenRegistry.Token token) {
        String id = HelixGate.required(request, "broadcaster_id");
        token.checkUser("broadcaster_id", id);
        token.checkScope("channel:read:subscriptions");
        boolean available = id.equals(broadcaster.id()) && !options.broadcasterType.isEmpty();
        int total = available ? state.subscribers : 0;
        List<String> userIds = request.queryParam("user_id");
        ResultPage page = page(request, total);
        List<ChannelState.Subscriber> rows = new ArrayList<>();
        if (available && page.from() == 0) {
            // the broadcaster has a permanent tier-3 subscription to the own channel, which the totals do not count
            rows.add(new ChannelState.Subscriber(broadcaster, "3000", null, false));
        }
        rows.addAll(state.subscribers(page.from(), userIds.isEmpty() ? page.to() : total));
        ObjectNode answer = SimulatorJson.answer(rows.stream()
                .filter(row ->
                        userIds.isEmpty() || userIds.contains(row.person().id()))
                .map(this::subscriber)
                .toList());
        if (userIds.isEmpty()) {
            answer.put("total", total).put("points", available ? state.points() : 0);
        }
        return answer.set("pagination", page.pagination());
    }

    private ObjectNode subscriber(ChannelState.Subscriber subscriber) {
        ObjectNode row = broadcaster.into(SimulatorJson.object(), "broadcaster_");
        (subscriber.gifter() == null ? NOBODY : subscriber.gifter())
                .into(row, "gifter_")
                .put("is_gift", subscriber.gift())
                .put("plan_name", "Channel Subscription (" + broadcaster.login() + ")")
                .put("tier", subscriber.tier());
        return subscriber.person().into(row, "user_");
    }

    private ObjectNode users(RoutingContext request, TokenRegistry.Token token) {
        List<String> ids = new ArrayList<>(request.queryParam("id"));
        List<String> logins = request.queryParam("login");
        if (logins.stream().anyMatch(login -> !login.matches("\\w{1,25}"))) {
            throw new HttpException(400, "Invalid login names, emails or IDs in request");
        }
        if (ids.isEmpty() && logins.isEmpty()) {
            if (token.ofApplication()) {
                throw new HttpException(400, "Must provide an ID, Login or OAuth Token");
            }
            ids.add(token.holder());
        }
        return SimulatorJson.answer(people.stream()
                .filter(person -> isIn(ids, logins, person))
                .map(this::user)
                .toList());
    }

    private ObjectNode user(Person person) {
        return SimulatorJson.object()
                .put("id", person.id())
                .put("login", person.login())
                .put("display_name", person.name())
                .put("type", "")
                .put("broadcaster_type", person.equals(broadcaster) ? options.broadcasterType : "")
                .put("description", "")
                .put("profile_image_url", "https://static.example.test/" + person.login() + ".png")
                .put("offline_image_url", "")
                .put("view_count", 0)
                .put("created_at", "2019-03-02T08:00:00Z");
    }

    private static boolean isIn(List<String> ids, List<String> logins, Person person) {
        return ids.contains(person.id()) || logins.stream().anyMatch(person.login()::equalsIgnoreCase);
    }

    /** An answer with one row or without a row. */
    private static ObjectNode listed(boolean found, Supplier<ObjectNode> row) {
        return SimulatorJson.answer(found ? List.of(row.get()) : List.of());
    }

    /** The requested rows, of which {@code first} sets the number: 1 to 100, default 20. */
    private static ResultPage page(RoutingContext request, int total) {
        String first = request.request().getParam("first", "20");
        if (!first.matches("[1-9]\\d?|100")) {
            throw new HttpException(400, "The parameter \"first\" must be between 1 and 100");
        }
        return ResultPage.of(request, Integer.parseInt(first), total);
    }
}
