package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionCatalogTest {
    private final SubscriptionCatalog catalog = SubscriptionCatalog.shipped();

    @Test
    void everyTypeHasAVersionAndACondition() {
        assertThat(catalog.types()).hasSize(78).allSatisfy(type -> {
            assertThat(type.version()).isNotBlank();
            assertThat(type.condition()).isNotEmpty();
            assertThat(type.condition().values()).isSubsetOf("broadcaster", "token_user", "optional");
            assertThat(type.scopes()).allSatisfy(scopes -> assertThat(scopes).isNotEmpty());
        });
    }

    @Test
    void aTypeNeedsNoMoreThanItsName() {
        SubscriptionSpec spec =
                catalog.parse("channel.follow , \n channel.hype_train.begin").get(1);

        assertThat(spec.version()).isEqualTo("2");
        assertThat(spec.condition()).isEqualTo(Map.of("broadcaster_user_id", "broadcaster"));
    }

    @Test
    void theNewestVersionIsTakenUnlessAnotherIsNamed() {
        assertThat(catalog.parse("automod.message.hold").get(0).version()).isEqualTo("2");
        assertThat(catalog.parse("automod.message.hold/1").get(0).version()).isEqualTo("1");
    }

    @Test
    void aRaidMayBeWatchedInBothDirections() {
        assertThat(catalog.parse("channel.raid channel.raid(from_broadcaster_user_id=broadcaster)"))
                .extracting(SubscriptionSpec::condition)
                .containsExactly(
                        Map.of("to_broadcaster_user_id", "broadcaster"),
                        Map.of("from_broadcaster_user_id", "broadcaster"));
    }

    @Test
    void anOptionalConditionMayBeGiven() {
        assertThat(catalog.parse("channel.channel_points_custom_reward.update(reward_id=42)")
                        .get(0)
                        .condition())
                .isEqualTo(Map.of("broadcaster_user_id", "broadcaster", "reward_id", "42"));
    }

    @Test
    void aTypeThatIsNewerThanTheCatalogIsTakenWithVersionAndCondition() {
        assertThat(catalog.parse("channel.brand_new/1(broadcaster_user_id=broadcaster)"))
                .hasSize(1);
        SubscriptionSpec insisted = catalog.parse("channel.follow/3(broadcaster_user_id=broadcaster)")
                .get(0);
        assertThat(insisted.version()).isEqualTo("3");
        assertThat(insisted.scopes())
                .isEqualTo(catalog.parse("channel.follow").get(0).scopes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "channel.folow|did you mean 'channel.follow'?",
                "channel.unheard_of_thing|give version and condition",
                "channel.follow(reward_id=1)|it takes broadcaster_user_id, moderator_user_id",
                "channel.follow(broadcaster_user_id)|is not key=value",
                "channel.raid(to_broadcaster_user_id=1;from_broadcaster_user_id=2)|exactly one",
                "Channel.Follow|cannot read",
                "channel.hype_train.begin/1|the known versions are 2. To use this version anyway, write channel.hype_train.begin/1(broadcaster_user_id=broadcaster)",
                "channel.follow/1|the known versions are 2. To use this version anyway, write channel.follow/1(broadcaster_user_id=broadcaster;moderator_user_id=token_user)",
                "channel.raid/beta|To use this version anyway, write channel.raid/beta(to_broadcaster_user_id=broadcaster)",
                "automod.message.hold/3|the known versions are 1, 2",
                "channel.custom_power_up_redemption.add/beta|the known versions are 1.",
                "channel.folow/1|did you mean 'channel.follow'?",
                "drop.entitlement.grant|cannot come over a WebSocket",
                "drop.entitlement.grant/1(organization_id=1)|cannot come over a WebSocket",
                "extension.bits_transaction.create/1|cannot come over a WebSocket",
                "user.authorization.revoke|the relay itself reports",
                "user.authorization.grant|cannot come over a WebSocket",
                "conduit.shard.disabled|cannot come over a WebSocket",
                "channel.follow(broadcaster_user_id=1;broadcaster_user_id=2)|given twice",
                "channel.follow()|is not key=value",
                "channel.brand_new/1|give version and condition",
                ",|types is empty",
            })
    void aMistakeIsNamedTogetherWithWhatWouldBeRight(String types, String message) {
        assertThatThrownBy(() -> catalog.parse(types))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
