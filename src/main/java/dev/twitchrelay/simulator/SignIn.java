package dev.twitchrelay.simulator;

import java.util.Set;

/** The simulated user at Twitch's consent pages, and the validity of tokens. Thread-safe. */
public final class SignIn {
    private final SimulatorLoop loop;
    private final SimulatorOptions options;
    private final TokenRegistry tokens;
    private final PendingSignIns pending;

    SignIn(SimulatorLoop loop, SimulatorOptions options, TokenRegistry tokens, PendingSignIns pending) {
        this.loop = loop;
        this.options = options;
        this.tokens = tokens;
        this.pending = pending;
    }

    /** The user agrees to every pending device code, and to all future ones at once. */
    public void approve() {
        loop.run(() -> pending.decide(PendingSignIns.Decision.APPROVED));
    }

    /** Another user enters every pending code with an account of their own, and all future codes at once. */
    public void approveAs(Person user) {
        loop.run(() -> {
            pending.user(user);
            pending.decide(PendingSignIns.Decision.APPROVED);
        });
    }

    /** The user refuses; device polls answer 400 {@code access_denied} (production's wording is not known). */
    public void deny() {
        loop.run(() -> pending.decide(PendingSignIns.Decision.DENIED));
    }

    /** The user does not decide: polls answer {@code authorization_pending}. */
    public void hesitate() {
        loop.run(() -> pending.decide(PendingSignIns.Decision.NONE));
    }

    /**
     * The user disconnects the application: all tokens answer 401 and every subscription gets a revocation with
     * {@code authorization_revoked}.
     */
    public void disconnect() {
        loop.run(() -> tokens.disconnect(options.tokenUser.id()));
    }

    /** Every access token expires now; refresh tokens and open sessions stay. */
    public void expireAccessTokens() {
        loop.run(tokens::expireAccessTokens);
    }

    /**
     * Makes every access token expire after this number of requests to Helix, wherever its client is then; 0 switches
     * it off.
     */
    public void limitUses(int most) {
        loop.run(() -> tokens.limitUses(most));
    }

    /** Every device code that waits for the user ends now; polls answer {@code invalid device code}. */
    public void expireDeviceCodes() {
        loop.run(pending::expire);
    }

    /** Whether this access token is valid now. */
    public boolean valid(String accessToken) {
        return loop.call(() -> tokens.accessToken(accessToken) != null);
    }

    /** An additional user token with these scopes, for tests of a second user or of missing scopes. */
    public String issueToken(Person user, String... scopes) {
        return loop.call(() -> tokens.signIn(user, Set.of(scopes)).accessToken());
    }

    /** An application token, as the client credentials flow gives it. */
    public String issueAppToken() {
        return loop.call(() -> tokens.appToken().accessToken());
    }

    /** Every token, device code and authorization code so far, for tests that look for leaks. */
    public Set<String> secrets() {
        return loop.call(tokens::secrets);
    }

    /** Device codes that wait for the user. */
    public int waitingDevices() {
        return loop.call(pending::waiting);
    }
}
