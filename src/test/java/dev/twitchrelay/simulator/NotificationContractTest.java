package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.contract.Schemas;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What happens in the simulated channel is told with the members that the relay's schemas name, and with no others. */
class NotificationContractTest extends AgainstSimulator {
    private static final List<String> OF_THE_OWN_CHANNEL = List.of(
            "channel.subscribe",
            "channel.subscription.end",
            "channel.subscription.gift",
            "channel.subscription.message",
            "channel.cheer",
            "stream.online",
            "stream.offline");
    private static final Person VIEWER = Person.of("800201", "TinBadger");

    @Test
    void eachActionOfTheChannelFitsTheSchemaOfItsType() {
        start(SimulatorOptions.fast()
                .withScopes("moderator:read:followers", "channel:read:subscriptions", "bits:read"));
        EventSubRecorder client = connect();
        String session = client.welcomed();
        subscribeToFollows(session);
        OF_THE_OWN_CHANNEL.forEach(
                type -> assertThat(subscribe(session, type, "1", OWN_CONDITION).status())
                        .isEqualTo(202));
        subscribe(session, "channel.update", "2", OWN_CONDITION);
        subscribe(session, "channel.raid", "1", "{\"to_broadcaster_user_id\":\"700100\"}");

        Channel channel = simulator.channel();
        channel.goOnline();
        channel.follow();
        channel.subscribe(VIEWER, "2000");
        channel.unsubscribe(VIEWER);
        channel.resubscribe(VIEWER, 7, "");
        channel.resubscribe(VIEWER, 8, "with a streak that is not shared");
        channel.giftBomb(VIEWER, 2, "1000");
        channel.giftBomb(null, 1, "3000");
        channel.cheer(VIEWER, 100, "Cheer100");
        channel.cheer(null, 1, "Cheer1");
        channel.raid(VIEWER, 42);
        channel.title("Counting ships");
        channel.goOffline();

        TreeSet<String> types = new TreeSet<>();
        while (types.size() < OF_THE_OWN_CHANNEL.size() + 3) {
            JsonNode message = client.next("notification");
            String type = message.at("/metadata/subscription_type").asText();
            assertThat(Schemas.faultsOfOurs(type, message.at("/payload/event")))
                    .as("%s", message)
                    .isEmpty();
            types.add(type);
        }
    }
}
