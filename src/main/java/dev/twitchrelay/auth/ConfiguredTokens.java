package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The tokens of the settings. The store keeps a salted hash of them. Changed settings are newer than the store and
 * replace it; unchanged settings are older than the store and are ignored. Immutable.
 *
 * @param access {@code twitch.access-token}; null when it is blank
 * @param refresh {@code twitch.refresh-token}; null when it is blank
 */
public record ConfiguredTokens(String access, String refresh) {
    private static final int SALT_BYTES = 16;

    public ConfiguredTokens {
        access = access == null || access.isBlank() ? null : access.strip();
        refresh = refresh == null || refresh.isBlank() ? null : refresh.strip();
    }

    boolean none() {
        return access == null && refresh == null;
    }

    TokenPair pair() {
        return new TokenPair(access == null ? null : new AccessToken(access), refresh, null);
    }

    /** A salted hash that identifies these tokens without showing them. */
    String fingerprint() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return hash(HexFormat.of().formatHex(salt));
    }

    /** Whether the fingerprint is a hash of these tokens. */
    boolean matches(String fingerprint) {
        int end = fingerprint.indexOf(':');
        return end > 0
                && MessageDigest.isEqual(
                        fingerprint.getBytes(StandardCharsets.UTF_8),
                        hash(fingerprint.substring(0, end)).getBytes(StandardCharsets.UTF_8));
    }

    private String hash(String salt) {
        return salt + ':' + Sha256.hex((salt + '\n' + access + '\n' + refresh).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ConfiguredTokens[hidden]";
    }
}
