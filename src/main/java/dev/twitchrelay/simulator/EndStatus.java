package dev.twitchrelay.simulator;

/** The status of subscriptions after their connection ended with a close code. */
final class EndStatus {
    private EndStatus() {}

    static String of(int closeCode) {
        return switch (closeCode) {
            case 4000 -> "websocket_internal_error";
            case 4001 -> "websocket_received_inbound_traffic";
            case 4002 -> "websocket_failed_ping_pong";
            case 4003 -> "websocket_connection_unused";
            case 4004 -> "websocket_failed_to_reconnect";
            case 4005 -> "websocket_network_timeout";
            case 4006 -> "websocket_network_error";
            default -> "websocket_disconnected";
        };
    }
}
