package dev.twitchrelay.http;

import java.nio.charset.StandardCharsets;

/** A whole answer with a reason in JSON, for where there is no request or response to hang it on. */
final class HttpError {
    private HttpError() {}

    /**
     * An answer of HTTP/1.1 that ends the connection.
     *
     * @param status such as {@code 408 Request Timeout}
     * @param reason a sentence without quotes
     */
    static byte[] bytes(String status, String reason) {
        String body = "{\"error\":\"" + reason + "\"}";
        return ("HTTP/1.1 " + status
                        + "\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: "
                        + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
