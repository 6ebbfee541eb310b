package dev.twitchrelay.simulator;

import io.vertx.ext.web.handler.HttpException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The simulated user at Twitch's consent pages, with the device codes and authorization codes that wait, and the
 * validity of tokens. Public methods are thread-safe; the others are for the loop.
 */
public final class SignIn {
    private final SimulatorLoop loop;
    private final SimulatorOptions options;
    private final TokenRegistry tokens;
    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private Decision decision = Decision.NONE;
    /** The user who decides. */
    private Person user;

    SignIn(SimulatorLoop loop, SimulatorOptions options, TokenRegistry tokens) {
        this.loop = loop;
        this.options = options;
        this.tokens = tokens;
        this.user = options.tokenUser;
    }

    /** The user agrees to every pending device code, and to all future codes at once. */
    public void approve() {
        loop.run(() -> decision = Decision.APPROVED);
    }

    /** Another user enters every pending code with an account of their own, and all future codes at once. */
    public void approveAs(Person other) {
        loop.run(() -> {
            user = other;
            decision = Decision.APPROVED;
        });
    }

    /** The user refuses; device polls answer 400 {@code access_denied} (production's wording is not known). */
    public void deny() {
        loop.run(() -> decision = Decision.DENIED);
    }

    /** The user does not decide: polls answer {@code authorization_pending}. */
    public void hesitate() {
        loop.run(() -> decision = Decision.NONE);
    }

    /**
     * The user disconnects the application: all tokens answer 401 and every subscription gets a revocation with
     * {@code authorization_revoked}.
     */
    public void disconnect() {
        loop.run(() -> tokens.disconnect(options.tokenUser));
    }

    /** Every access token expires now; refresh tokens and open sessions stay. */
    public void expireAccessTokens() {
        loop.run(tokens::expireAccessTokens);
    }

    /** Makes every access token expire after this number of requests to Helix. 0 switches this fault off. */
    public void limitUses(int most) {
        loop.run(() -> tokens.limitUses(most));
    }

    /** Every device code that waits for the user ends now; polls answer {@code invalid device code}. */
    public void expireDeviceCodes() {
        loop.run(devices::clear);
    }

    /** Whether this access token is valid now. */
    public boolean valid(String accessToken) {
        return loop.call(() -> tokens.accessToken(accessToken) != null);
    }

    /** An additional user token with these scopes, for tests of a second user or of missing scopes. */
    public String issueToken(Person holder, String... scopes) {
        return loop.call(() -> tokens.signIn(holder, Set.of(scopes)).accessToken());
    }

    /** An application token, as the client credentials flow gives it. */
    public String issueAppToken() {
        return loop.call(() -> tokens.appToken().accessToken());
    }

    /** Every token, device code and authorization code so far, for tests that look for leaks. */
    public Set<String> secrets() {
        return loop.call(tokens::secrets);
    }

    /** The number of device codes that wait for the user. */
    public int waitingDevices() {
        return loop.call(() -> decision == Decision.NONE ? devices.size() : 0);
    }

    Device device(String scopes) {
        long end =
                System.nanoTime() + loop.duration(ProtocolTime.DEVICE_CODE_LIFE).toNanos();
        String userCode = TokenRegistry.randomText(8).toUpperCase(Locale.ROOT);
        Device device = new Device(tokens.secret(40), userCode, scopes(scopes), end);
        devices.put(device.deviceCode, device);
        return device;
    }

    /** The tokens after the user has agreed; until then a 400 whose message is {@code authorization_pending}. */
    TokenRegistry.Issued poll(String deviceCode) {
        Device device = devices.get(deviceCode);
        if (device == null || device.endOfLife - System.nanoTime() < 0) {
            throw new HttpException(400, "invalid device code");
        }
        if (decision == Decision.NONE) {
            throw new HttpException(400, "authorization_pending");
        }
        devices.remove(deviceCode);
        if (decision == Decision.DENIED) {
            throw new HttpException(400, "access_denied");
        }
        return tokens.signIn(user, device.scopes);
    }

    /** A code for the redirect, or null when the user refuses. A user without a decision agrees. */
    String authorize(String scopes, String redirectUri) {
        if (decision == Decision.DENIED) {
            return null;
        }
        String code = tokens.secret(30);
        codes.put(code, new Code(scopes(scopes), redirectUri));
        return code;
    }

    TokenRegistry.Issued redeem(String value, String redirectUri) {
        Code code = codes.remove(value);
        if (code == null) {
            throw new HttpException(400, "Invalid authorization code");
        }
        if (!code.redirectUri.equals(redirectUri)) {
            throw new HttpException(400, "Parameter redirect_uri does not match registered URI");
        }
        return tokens.signIn(user, code.scopes);
    }

    private static Set<String> scopes(String text) {
        Set<String> scopes = new TreeSet<>();
        if (text != null && !text.isBlank()) {
            scopes.addAll(List.of(text.trim().split("\\s+")));
        }
        return scopes;
    }

    private enum Decision {
        NONE,
        APPROVED,
        DENIED
    }

    /** A device code that waits for the user, with the code that the user enters. */
    record Device(String deviceCode, String userCode, Set<String> scopes, long endOfLife) {}

    private record Code(Set<String> scopes, String redirectUri) {}
}
