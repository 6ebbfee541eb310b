package dev.twitchrelay.eventsub;

/** A socket whose other end is the test. */
final class ScriptedConnection implements Connection {
    final String url;
    private final Connection.Listener listener;
    boolean closed;
    boolean paused;

    ScriptedConnection(String url, Connection.Listener listener) {
        this.url = url;
        this.listener = listener;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    boolean isOpen() {
        return !closed;
    }

    void sends(String text) {
        listener.textFrame();
        listener.text(text);
    }

    /** A part of a message: Twitch is alive, nothing is complete. */
    void sendsFragment() {
        listener.textFrame();
    }

    void welcomes(String sessionId, Integer keepaliveSeconds) {
        sends("""
                {"metadata":{"message_id":"welcome-%1$s-%3$s","message_type":"session_welcome",
                 "message_timestamp":"2026-11-24T20:00:00.1Z"},
                 "payload":{"session":{"id":"%1$s","status":"connected","connected_at":"2026-11-24T20:00:00Z",
                 "keepalive_timeout_seconds":%2$s,"reconnect_url":null,"recovery_url":null}}}""".formatted(sessionId, keepaliveSeconds, System.identityHashCode(this)));
    }

    void keepsAlive() {
        sends("{\"metadata\":{\"message_id\":\"k\",\"message_type\":\"session_keepalive\"},\"payload\":{}}");
    }

    void notifies(String messageId, String type) {
        sends("""
                {"metadata":{"message_id":"%s","message_type":"notification","message_timestamp":"2026-11-24T20:00:01Z",
                 "subscription_type":"%s","subscription_version":"1"},
                 "payload":{"subscription":{"id":"sub-%2$s","type":"%2$s"},"event":{"user_name":"%1$s"}}}""".formatted(messageId, type));
    }

    void asksToReconnect(String url) {
        sends("""
                {"metadata":{"message_id":"r-%1$s","message_type":"session_reconnect"},"payload":{"session":{"id":"S",
                 "status":"reconnecting","keepalive_timeout_seconds":null,"reconnect_url":"%1$s"}}}""".formatted(url));
    }

    void revokes(String subscriptionId, String type, String status) {
        sends("""
                {"metadata":{"message_id":"v-%s","message_type":"revocation","subscription_type":"%s",
                 "subscription_version":"1"},"payload":{"subscription":{"id":"%1$s","type":"%2$s","status":"%3$s"}}}""".formatted(subscriptionId, type, status));
    }

    void closesWith(int code) {
        listener.closed(code);
    }

    void failsToConnect(String reason) {
        listener.failed(reason);
    }
}
