package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "secret",
                "fifteen-letters",
                "   1   ",
                "aaaaaaaaaaaaaaaaaaaaaaaa",
                "ababababababababababab",
                "12312312312312312",
                "abcdefghabcdefghabc",
                "0123456789abcdef",
                "abcdefghijklmnopqrstuvwxyz",
                "98765432109876543210",
                "päßword-with-umlauts-in-it",
                "a-token-with\nanother-line"
            })
    void whatIsEasilyGuessedIsWeak(String token) {
        assertThat(AdminToken.weakness(token)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3f0c1e5fd2a94b7c8e61",
                "correct-horse-battery",
                "b1946ac92492d2347c6235b4d2611184b1946ac92492d234"
            })
    void whatIsRandomEnoughIsNot(String token) {
        assertThat(AdminToken.weakness(token)).isNull();
    }

    @Test
    void noTokenIsNoWeakOne() {
        assertThat(AdminToken.weakness(null)).isNull();
        assertThat(AdminToken.weakness(" ")).isNull();
    }
}
