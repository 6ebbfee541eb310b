package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The rows of a list that a Helix request asks for with the parameter {@code after}, a cursor that clients cannot read.
 *
 * @param from the first row, counted from 0
 * @param to the row after the last row
 * @param pagination the member of the answer with the cursor of the next page; empty on the last page
 */
record ResultPage(int from, int to, ObjectNode pagination) {

    static ResultPage of(RoutingContext request, int size, int total) {
        int from = Math.min(offset(request.request().getParam("after", "")), total);
        int to = Math.min(from + size, total);
        ObjectNode pagination = SimulatorJson.object();
        if (to < total) {
            byte[] text = ("{\"from\":" + to + "}").getBytes(StandardCharsets.UTF_8);
            pagination.put("cursor", Base64.getUrlEncoder().withoutPadding().encodeToString(text));
        }
        return new ResultPage(from, to, pagination);
    }

    private static int offset(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return cursor.isEmpty() ? 0 : Integer.parseInt(text.replaceAll("\\D", ""));
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, "the cursor is invalid");
        }
    }
}
