package dev.twitchrelay.auth;

/**
 * What survives a restart.
 *
 * @param generation grows with every change, so that of two the newer is known
 * @param clientId the application that the tokens were issued to; empty when nothing was ever stored
 * @param userId whose tokens they are or were last, or empty; another user is not let in until this one signs out
 * @param tokens null when nobody is signed in
 * @param configuration fingerprint of the newest configured tokens that were seen, or empty
 */
record StoredSignIn(long generation, String clientId, String userId, TokenPair tokens, String configuration) {
    static final StoredSignIn NONE = new StoredSignIn(0, "", "", null, "");

    /** The same as on the disk, but this is known of the tokens in memory. */
    StoredSignIn knowing(TokenPair known) {
        return new StoredSignIn(generation, clientId, userId, known, configuration);
    }

    /** The same, and this user's. */
    StoredSignIn of(String user) {
        return new StoredSignIn(generation, clientId, user, tokens, configuration);
    }

    /** The same sign-in with refreshed tokens. */
    StoredSignIn refreshed(TokenPair next) {
        return new StoredSignIn(generation + 1, clientId, userId, next, configuration);
    }

    /** Twitch takes the tokens no more; who they belonged to stays known. */
    StoredSignIn refused() {
        return refreshed(null);
    }

    /** Nobody's any more. */
    StoredSignIn signedOut() {
        return new StoredSignIn(generation + 1, clientId, "", null, configuration);
    }

    StoredSignIn signedIn(String application, String user, TokenPair granted) {
        return new StoredSignIn(generation + 1, application, user, granted, configuration);
    }

    /**
     * What counts at the start: the store, unless it belongs to another application or the configuration changed since.
     */
    StoredSignIn or(ConfiguredTokens configured, String application) {
        StoredSignIn mine = clientId.isEmpty() || clientId.equals(application)
                ? this
                : new StoredSignIn(generation, application, "", null, "");
        if (configured.none() || configured.madeInto(mine.configuration)) {
            return mine;
        }
        return new StoredSignIn(generation, application, "", configured.pair(), configured.fingerprint());
    }
}
