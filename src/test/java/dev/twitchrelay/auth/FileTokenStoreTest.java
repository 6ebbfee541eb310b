package dev.twitchrelay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTokenStoreTest {
    private static final TokenPair PAIR =
            new TokenPair(new AccessToken("access"), "refresh", Instant.parse("2026-11-24T20:00:00Z"));

    @TempDir
    Path folder;

    private FileTokenStore store() {
        return new FileTokenStore(folder, new Storage(Disk.REAL));
    }

    @Test
    void whatIsWrittenIsReadAgainAndOnlyItsOwnerMayReadIt() throws IOException {
        StoredSignIn signIn = new StoredSignIn(7, "client", "700100", PAIR, "salt:hash");
        store().write(signIn);

        assertThat(store().read()).isEqualTo(signIn);
        assertThat(store().recover()).isEqualTo(signIn);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingStoredIsNothing() throws IOException {
        assertThat(store().read()).isEqualTo(StoredSignIn.NONE);
        assertThat(store().recover()).isEqualTo(StoredSignIn.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "not JSON", "{\"generation\":\"x\"}", "\u0000\u0000\u0000"})
    void whatCannotBeReadIsSetAside(String content) throws IOException {
        Files.writeString(folder.resolve("token.json"), content);

        assertThat(store().recover()).isEqualTo(StoredSignIn.NONE);
        assertThat(folder.resolve("token.json.unreadable")).exists();
        assertThat(folder.resolve("token.json")).doesNotExist();
    }

    @Test
    void aChangeThatWasNotRenamedIsTakenOverAndOneThatWasNotFinishedIsNot() throws IOException {
        StoredSignIn first = new StoredSignIn(1, "client", "", PAIR, "");
        store().write(first.refreshed(PAIR));
        Files.move(folder.resolve("token.json"), folder.resolve("token.json.new"));
        store().read();
        assertThat(store().read().generation()).isEqualTo(2);
        assertThat(store().recover().generation()).isEqualTo(2);
        assertThat(folder.resolve("token.json.new")).doesNotExist();

        Files.writeString(folder.resolve("token.json.new"), "{\"generation\":3,\"cli");
        assertThat(store().recover().generation()).isEqualTo(2);
        assertThat(folder.resolve("token.json.new")).doesNotExist();
    }

    @Test
    void oneHolderAtATime() throws IOException {
        TokenStore.Hold hold = store().tryHold().orElseThrow();

        assertThat(store().tryHold()).isEmpty();
        hold.close();
        assertThat(store().tryHold()).isPresent().get().satisfies(TokenStore.Hold::close);
    }

    @Test
    void changedConfigurationIsNewerThanTheStoreAndUnchangedIsOlder() {
        ConfiguredTokens configured = new ConfiguredTokens("a", "r");
        StoredSignIn stored = StoredSignIn.NONE.or(configured, "client").refreshed(PAIR);

        assertThat(stored.or(configured, "client").tokens()).isEqualTo(PAIR);
        assertThat(stored.or(new ConfiguredTokens(null, ""), "client").tokens()).isEqualTo(PAIR);
        assertThat(stored.or(new ConfiguredTokens("b", "r"), "client").tokens().access())
                .isEqualTo(new AccessToken("b"));
        assertThat(stored.or(new ConfiguredTokens("a", "other"), "client")
                        .tokens()
                        .refresh())
                .isEqualTo("other");
        assertThat(stored.signedOut().or(configured, "client").tokens()).isNull();
        assertThat(stored.or(new ConfiguredTokens("", ""), "another client").tokens())
                .isNull();
    }

    @Test
    void nothingTellsASecretByAccident() {
        StoredSignIn stored = StoredSignIn.NONE.or(new ConfiguredTokens("access", "refresh"), "client");

        assertThat(stored.toString() + PAIR + new ConfiguredTokens("access", "refresh"))
                .doesNotContain("AccessToken[value")
                .doesNotContain("=access")
                .doesNotContain("=refresh")
                .doesNotContain("\"refresh\"");
    }
}
