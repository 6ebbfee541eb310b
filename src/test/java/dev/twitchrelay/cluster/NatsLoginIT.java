package dev.twitchrelay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.support.InstalledNats;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real server that asks who somebody is. */
class NatsLoginIT {
    @TempDir
    private Path folder;

    private static NatsConnection connection(String server, StreamSettings.Login login) {
        return new NatsConnection(new StreamSettings(List.of(server), login, "TEST", 1, 100), () -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "'authorization { token: \"abc-1/2#3@4\" }', abc-1/2#3@4, '', ''",
        "'authorization { user: relay, password: \"pass:w@rd\" }', '', relay, pass:w@rd"
    })
    void aTokenOrAPasswordOpensWhateverCharactersItHas(String asked, String token, String user, String password)
            throws Exception {
        try (InstalledNats nats = InstalledNats.start(folder, asked);
                NatsConnection relay = connection(nats.url(), new StreamSettings.Login(token, user, password, ""))) {
            assertThat(NatsStream.ofMessages(relay).open().getConfiguration().getName())
                    .isEqualTo("TEST");
        }
    }

    @Test
    void withoutItNobodyIsLetIn() throws Exception {
        try (InstalledNats nats = InstalledNats.start(folder, "authorization { token: abc }");
                NatsConnection relay = connection(nats.url(), StreamSettings.Login.NONE)) {
            assertThatThrownBy(relay::connect).hasMessageContaining("uthorization");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nats://MARKEDsecret@127.0.0.1:9",
                "nats://relay:MARKEDsecret@127.0.0.1:9",
                "nats://relay:MARKEDsecret@host name:9",
                "nats://MARKEDsecret@127.0.0.1:port"
            })
    void anAddressWithASecretIsToldWithoutIt(String server) {
        try (NatsConnection relay = connection(server, StreamSettings.Login.NONE)) {
            assertThatThrownBy(relay::connect)
                    .hasMessageNotContaining("MARKEDsecret")
                    .hasMessageContaining("nats")
                    .hasNoCause();
        }
    }
}
