package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The endpoints of Helix for streams, channels, followers, subscriptions and users. The fields are those of
 * https://dev.twitch.tv/docs/api/reference. Loop-confined.
 */
final class HelixEndpoint {
    private static final String MODERATED_SCOPE = "user:read:moderated_channels";
    private static final String FOLLOWERS_SCOPE = "moderator:read:followers";
    private static final String SUBSCRIPTIONS_SCOPE = "channel:read:subscriptions";

    private final SimulatorOptions options;
    private final ChannelState state;
    private final Person broadcaster;
    private final List<Person> people = new ArrayList<>();

    HelixEndpoint(SimulatorOptions options, ChannelState state, Cast cast) {
        this.options = options;
        this.state = state;
        this.broadcaster = options.broadcaster;
        people.add(broadcaster);
        if (!options.tokenUser.equals(broadcaster)) {
            people.add(options.tokenUser);
        }
        people.addAll(cast.people());
    }

    void mount(Router router, HelixGate gate) {
        router.route(HttpMethod.GET, "/helix/streams").handler(gate.to((request, token) -> streams(request)));
        router.route(HttpMethod.GET, "/helix/channels").handler(gate.to((request, token) -> channels(request)));
        router.route(HttpMethod.GET, "/helix/channels/followers").handler(gate.to(this::followers));
        router.route(HttpMethod.GET, "/helix/subscriptions").handler(gate.to(this::subscriptions));
        router.route(HttpMethod.GET, "/helix/moderation/channels").handler(gate.to(this::moderated));
        router.route(HttpMethod.GET, "/helix/users").handler(gate.to(this::users));
        router.route("/helix/*").handler(gate.to((request, token) -> {
            throw new Refused(404, "");
        }));
    }

    private void streams(RoutingContext request) {
        List<String> ids = request.queryParam("user_id");
        List<String> logins = request.queryParam("user_login");
        boolean includesBroadcaster =
                (ids.isEmpty() && logins.isEmpty()) || ids.contains(broadcaster.id()) || contains(logins, broadcaster);
        ObjectNode answer = SimulatorJson.object();
        ArrayNode data = answer.putArray("data");
        if (includesBroadcaster && state.live) {
            data.add(stream());
        }
        answer.putObject("pagination");
        Answers.json(request, 200, answer);
    }

    private ObjectNode stream() {
        ObjectNode stream = user(SimulatorJson.object().put("id", state.streamId), broadcaster)
                .put("game_id", state.categoryId)
                .put("game_name", state.categoryName)
                .put("type", "live")
                .put("title", state.title);
        stream.putArray("tags").add("English").add("Cozy");
        stream.put("viewer_count", state.viewers)
                .put("started_at", TwitchClock.seconds(state.startedAt))
                .put("language", state.language)
                .put(
                        "thumbnail_url",
                        "https://static.example.test/live_" + broadcaster.login() + "-{width}x{height}.jpg")
                .putArray("tag_ids");
        return stream.put("is_mature", false);
    }

    private void channels(RoutingContext request) {
        List<String> ids = request.queryParam("broadcaster_id");
        if (ids.isEmpty()) {
            throw new Refused(400, "Missing required parameter \"broadcaster_id\"");
        }
        ObjectNode answer = SimulatorJson.object();
        ArrayNode data = answer.putArray("data");
        if (ids.contains(broadcaster.id())) {
            ObjectNode channel = data.addObject()
                    .put("broadcaster_id", broadcaster.id())
                    .put("broadcaster_login", broadcaster.login())
                    .put("broadcaster_name", broadcaster.name())
                    .put("broadcaster_language", state.language)
                    .put("game_id", state.categoryId)
                    .put("game_name", state.categoryName)
                    .put("title", state.title)
                    .put("delay", 0);
            channel.putArray("tags").add("English").add("Cozy");
            channel.putArray("content_classification_labels");
            channel.put("is_branded_content", false);
        }
        Answers.json(request, 200, answer);
    }

    /** Everybody gets the total; the broadcaster and moderators with the scope also get the names. */
    private void followers(RoutingContext request, TokenRegistry.Token token) {
        boolean ours = broadcasterId(request).equals(broadcaster.id());
        boolean privileged = ours && mayReadFollowers(token);
        List<String> userIds = request.queryParam("user_id");
        if (!userIds.isEmpty() && !privileged) {
            throw new Refused(401, "missing scope " + FOLLOWERS_SCOPE);
        }
        ObjectNode answer = SimulatorJson.object().put("total", ours ? state.followers : 0);
        ArrayNode data = answer.putArray("data");
        ObjectNode pagination = answer.putObject("pagination");
        if (!privileged) {
            Answers.json(request, 200, answer);
            return;
        }
        Page page = Page.of(request, state.followers, pagination);
        int to = userIds.isEmpty() ? page.to() : state.followers;
        for (ChannelState.Follower follower : state.followers(page.from(), to)) {
            if (userIds.isEmpty() || userIds.contains(follower.person().id())) {
                user(data.addObject(), follower.person()).put("followed_at", TwitchClock.seconds(follower.since()));
            }
        }
        Answers.json(request, 200, answer);
    }

    private boolean mayReadFollowers(TokenRegistry.Token token) {
        return !token.ofApplication()
                && token.scopes().contains(FOLLOWERS_SCOPE)
                && (token.user().equals(broadcaster) || options.tokenUserModerates);
    }

    /** The channels that the token's own user moderates. */
    private void moderated(RoutingContext request, TokenRegistry.Token token) {
        if (token.ofApplication()
                || !request.queryParam("user_id").contains(token.user().id())) {
            throw new Refused(401, "The ID in user_id must match the user ID found in the request's OAuth token.");
        }
        if (!token.scopes().contains(MODERATED_SCOPE)) {
            throw new Refused(401, "Missing scope: " + MODERATED_SCOPE);
        }
        ObjectNode answer = SimulatorJson.object();
        ArrayNode data = answer.putArray("data");
        answer.putObject("pagination");
        if (options.tokenUserModerates && !token.user().equals(broadcaster)) {
            data.addObject()
                    .put("broadcaster_id", broadcaster.id())
                    .put("broadcaster_login", broadcaster.login())
                    .put("broadcaster_name", broadcaster.name());
        }
        Answers.json(request, 200, answer);
    }

    /**
     * Needs the broadcaster's own token. A channel without affiliate status has an empty list, which is not an error.
     */
    private void subscriptions(RoutingContext request, TokenRegistry.Token token) {
        String id = broadcasterId(request);
        if (token.ofApplication() || !token.user().id().equals(id)) {
            throw new Refused(401, "The ID in broadcaster_id must match the user ID in the access token");
        }
        if (!token.scopes().contains(SUBSCRIPTIONS_SCOPE)) {
            throw new Refused(401, "Missing scope: " + SUBSCRIPTIONS_SCOPE);
        }
        boolean available = id.equals(broadcaster.id()) && !options.broadcasterType.isEmpty();
        List<String> userIds = request.queryParam("user_id");
        ObjectNode answer = SimulatorJson.object();
        ArrayNode data = answer.putArray("data");
        ObjectNode pagination = answer.putObject("pagination");
        if (available) {
            Page page = Page.of(request, state.subscribers, pagination);
            if (page.from() == 0) {
                // the broadcaster has a permanent tier-3 subscription to the own channel, which the totals do not count
                addSubscriber(data, new ChannelState.Subscriber(broadcaster, "3000", null, false), userIds);
            }
            int to = userIds.isEmpty() ? page.to() : state.subscribers;
            state.subscribers(page.from(), to).forEach(subscriber -> addSubscriber(data, subscriber, userIds));
        }
        if (userIds.isEmpty()) {
            answer.put("total", available ? state.subscribers : 0).put("points", available ? state.points() : 0);
        }
        Answers.json(request, 200, answer);
    }

    private void addSubscriber(ArrayNode data, ChannelState.Subscriber subscriber, List<String> userIds) {
        if (!userIds.isEmpty() && !userIds.contains(subscriber.person().id())) {
            return;
        }
        Person gifter = subscriber.gifter() == null ? new Person("", "", "") : subscriber.gifter();
        ObjectNode row = data.addObject()
                .put("broadcaster_id", broadcaster.id())
                .put("broadcaster_login", broadcaster.login())
                .put("broadcaster_name", broadcaster.name())
                .put("gifter_id", gifter.id())
                .put("gifter_login", gifter.login())
                .put("gifter_name", gifter.name())
                .put("is_gift", subscriber.gift())
                .put("plan_name", "Channel Subscription (" + broadcaster.login() + ")")
                .put("tier", subscriber.tier());
        user(row, subscriber.person());
    }

    private void users(RoutingContext request, TokenRegistry.Token token) {
        Set<String> ids = new TreeSet<>(request.queryParam("id"));
        List<String> logins = request.queryParam("login");
        if (logins.stream().anyMatch(login -> !login.matches("\\w{1,25}"))) {
            throw new Refused(400, "Invalid login names, emails or IDs in request");
        }
        if (ids.isEmpty() && logins.isEmpty()) {
            if (token.ofApplication()) {
                throw new Refused(400, "Must provide an ID, Login or OAuth Token");
            }
            ids.add(token.user().id());
        }
        ObjectNode answer = SimulatorJson.object();
        ArrayNode data = answer.putArray("data");
        people.stream()
                .filter(person -> ids.contains(person.id()) || contains(logins, person))
                .forEach(person -> data.addObject()
                        .put("id", person.id())
                        .put("login", person.login())
                        .put("display_name", person.name())
                        .put("type", "")
                        .put("broadcaster_type", person.equals(broadcaster) ? options.broadcasterType : "")
                        .put("description", "")
                        .put("profile_image_url", "https://static.example.test/" + person.login() + ".png")
                        .put("offline_image_url", "")
                        .put("view_count", 0)
                        .put("created_at", "2019-03-02T08:00:00Z"));
        Answers.json(request, 200, answer);
    }

    private static boolean contains(List<String> logins, Person person) {
        return logins.stream().anyMatch(person.login()::equalsIgnoreCase);
    }

    private static String broadcasterId(RoutingContext request) {
        String id = request.request().getParam("broadcaster_id");
        if (id == null || id.isEmpty()) {
            throw new Refused(400, "Missing required parameter \"broadcaster_id\"");
        }
        return id;
    }

    private static ObjectNode user(ObjectNode node, Person person) {
        return node.put("user_id", person.id())
                .put("user_login", person.login())
                .put("user_name", person.name());
    }

    /** The requested rows, by {@code first} (1 to 100, default 20) and {@code after}. */
    private record Page(int from, int to) {
        static Page of(RoutingContext request, int total, ObjectNode pagination) {
            String first = request.request().getParam("first");
            if (first != null && !first.matches("[1-9]\\d?|100")) {
                throw new Refused(400, "The parameter \"first\" must be between 1 and 100");
            }
            int from = SubscriptionsEndpoint.offset(request.request().getParam("after"));
            int to = Math.min(from + (first == null ? 20 : Integer.parseInt(first)), total);
            if (to < total) {
                pagination.put("cursor", SubscriptionsEndpoint.cursor(to));
            }
            return new Page(from, to);
        }
    }
}
