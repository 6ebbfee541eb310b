package dev.twitchrelay.sse;

/** Whether a client may have a stream. */
enum Admission {
    ADMITTED,
    SHUTTING_DOWN,
    TOO_MANY_CLIENTS,
    TOO_MANY_FROM_ADDRESS
}
