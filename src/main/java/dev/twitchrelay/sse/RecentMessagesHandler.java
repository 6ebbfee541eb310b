package dev.twitchrelay.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.List;

/**
 * Answers with the newest events of the history, newest first: {@code [{"id":…,"time":…,"message":{…}}]}. The parameter
 * {@code limit}, 1 to the size of the history, defaults to 50. With the parameter {@code since}, a time of RFC 3339,
 * earlier events are left out. The parameter {@code events}, as of the event stream, selects events by name: chat
 * messages, which are many, must not hide the few events that a widget looks for. Thread-safe.
 */
public final class RecentMessagesHandler extends ReadOnlyHandler {

    private static final int USUAL_LIMIT = 50;

    public RecentMessagesHandler(SseHub hub) {
        super(hub);
    }

    @Override
    void read(RoutingContext context) {
        if (!hub.log().knowsHistory()) {
            context.response().putHeader("Retry-After", "1");
            refuse(context.response(), 503, "what was published before is not known yet; ask again in a moment");
            return;
        }
        StreamFilter filter = StreamFilter.parse(List.of(), context.queryParam("events"));
        List<LogEntry> entries = hub.log().recent(limit(context.queryParam("limit")), filter::passes);
        Instant since = since(context.queryParam("since"));
        if (since != null) {
            entries.removeIf(entry -> entry.message().time().isBefore(since));
        }
        new Answer(context, entries.iterator()).begin();
    }

    /**
     * An answer as long as the history may be, made in pieces. The next piece is made when the client has taken most of
     * the earlier pieces, so that a long answer takes no more memory than a short one. It is made in another turn of
     * the event loop, so that a client that reads fast delays no other client. Confined to the event loop.
     */
    private static final class Answer {
        private static final int PIECE_BYTES = 16 * 1024;

        private final Context loop;
        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private final Iterator<LogEntry> entries;
        private String before = "[";
        private boolean pieceDue;

        private Answer(RoutingContext context, Iterator<LogEntry> entries) {
            this.loop = context.vertx().getOrCreateContext();
            this.request = context.request();
            this.response = request.response();
            this.entries = entries;
        }

        private void begin() {
            response.putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store");
            if (request.method().equals(HttpMethod.HEAD)) {
                response.end();
                return;
            }
            ResponseConnection.beginBody(request);
            response.drainHandler(drained -> goOnSoon());
            goOn();
        }

        private void goOnSoon() {
            if (!pieceDue) {
                pieceDue = true;
                loop.runOnContext(turn -> {
                    pieceDue = false;
                    goOn();
                });
            }
        }

        private void goOn() {
            if (response.closed() || response.ended() || response.writeQueueFull()) {
                return;
            }
            Buffer piece = piece();
            if (entries.hasNext()) {
                response.write(piece);
                goOnSoon();
            } else {
                response.end(piece).onComplete(sent -> ResponseConnection.endBody(request));
            }
        }

        private Buffer piece() {
            ByteBuf piece = Unpooled.buffer(PIECE_BYTES);
            while (entries.hasNext() && piece.readableBytes() < PIECE_BYTES) {
                SseMessage message = entries.next().message();
                ByteBufUtil.writeAscii(
                        piece,
                        before + "{\"id\":\"" + message.id() + "\",\"time\":\"" + message.time() + "\",\"message\":");
                EventFrame.copyJson(message, piece);
                piece.writeByte('}');
                before = ",";
            }
            if (!entries.hasNext()) {
                ByteBufUtil.writeAscii(piece, before.equals("[") ? "[]" : "]");
            }
            return Buffer.buffer(piece);
        }
    }

    private static Instant since(List<String> values) {
        try {
            return values.isEmpty() ? null : Instant.parse(values.get(0));
        } catch (DateTimeParseException e) {
            throw new BadRequestException("parameter 'since' must be a time such as 2026-11-29T18:00:00Z");
        }
    }

    private int limit(List<String> values) {
        int most = hub.settings().history();
        if (values.isEmpty()) {
            return Math.min(USUAL_LIMIT, most);
        }
        String value = values.get(0);
        int limit = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > most) {
            throw new BadRequestException("parameter 'limit' must be a number from 1 to " + most);
        }
        return limit;
    }
}
