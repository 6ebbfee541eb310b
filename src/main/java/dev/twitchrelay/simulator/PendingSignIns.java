package dev.twitchrelay.simulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The device codes and authorization codes that the user has not decided about yet, or that are not redeemed yet.
 * Loop-confined.
 */
final class PendingSignIns {
    private final TokenRegistry tokens;
    private Person user;
    private final Times times;
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Map<String, Code> codes = new LinkedHashMap<>();
    private Decision everyDecision = Decision.NONE;

    PendingSignIns(TokenRegistry tokens, Person user, Times times) {
        this.tokens = tokens;
        this.user = user;
        this.times = times;
    }

    /** Sets the user's decision for all waiting and all future codes. */
    void decide(Decision decision) {
        everyDecision = decision;
        devices.values().forEach(device -> device.decision = decision);
    }

    /** Sets the user who decides. */
    void user(Person decider) {
        user = decider;
    }

    Device device(String scopes) {
        long end = System.nanoTime() + times.get(ProtocolTime.DEVICE_CODE_LIFE).toNanos();
        String userCode = RandomText.ofLength(8).toUpperCase(Locale.ROOT);
        Device device = new Device(tokens.secret(RandomText.ofLength(40)), userCode, scopes(scopes), end);
        device.decision = everyDecision;
        devices.put(device.deviceCode, device);
        return device;
    }

    /** Ends all waiting codes. */
    void expire() {
        devices.clear();
    }

    /** The tokens after the user has agreed; until then a 400 whose message is {@code authorization_pending}. */
    TokenRegistry.Issued poll(String deviceCode) {
        Device device = devices.get(deviceCode);
        if (device == null || device.endOfLife - System.nanoTime() < 0) {
            throw new Refused(400, "invalid device code");
        }
        if (device.decision == Decision.NONE) {
            throw new Refused(400, "authorization_pending");
        }
        devices.remove(deviceCode);
        if (device.decision == Decision.DENIED) {
            throw new Refused(400, "access_denied");
        }
        return tokens.signIn(user, device.scopes);
    }

    /** A code for the redirect, or null when the user refuses. A user without a decision agrees. */
    String authorize(String scopes, String redirectUri) {
        if (everyDecision == Decision.DENIED) {
            return null;
        }
        String code = tokens.secret(RandomText.ofLength(30));
        codes.put(code, new Code(scopes(scopes), redirectUri));
        return code;
    }

    TokenRegistry.Issued redeem(String value, String redirectUri) {
        Code code = codes.remove(value);
        if (code == null) {
            throw new Refused(400, "Invalid authorization code");
        }
        if (!code.redirectUri.equals(redirectUri)) {
            throw new Refused(400, "Parameter redirect_uri does not match registered URI");
        }
        return tokens.signIn(user, code.scopes);
    }

    int waiting() {
        return (int) devices.values().stream()
                .filter(device -> device.decision == Decision.NONE)
                .count();
    }

    private static Set<String> scopes(String text) {
        Set<String> scopes = new TreeSet<>();
        if (text != null && !text.isBlank()) {
            scopes.addAll(Arrays.asList(text.trim().split("\\s+")));
        }
        return scopes;
    }

    enum Decision {
        NONE,
        APPROVED,
        DENIED
    }

    /** A device code with the user's decision. */
    static final class Device {
        private final String deviceCode;
        private final String userCode;
        private final Set<String> scopes;
        private final long endOfLife;
        private Decision decision;

        private Device(String deviceCode, String userCode, Set<String> scopes, long endOfLife) {
            this.deviceCode = deviceCode;
            this.userCode = userCode;
            this.scopes = scopes;
            this.endOfLife = endOfLife;
        }

        String deviceCode() {
            return deviceCode;
        }

        String userCode() {
            return userCode;
        }
    }

    private record Code(Set<String> scopes, String redirectUri) {}
}
