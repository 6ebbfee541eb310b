package dev.twitchrelay.hostile;

import static dev.twitchrelay.hostile.HttpWays.announcing;
import static dev.twitchrelay.hostile.HttpWays.chunked;
import static dev.twitchrelay.hostile.HttpWays.get;
import static dev.twitchrelay.hostile.HttpWays.pipelining;
import static dev.twitchrelay.hostile.HttpWays.post;
import static dev.twitchrelay.hostile.HttpWays.trickling;
import static dev.twitchrelay.hostile.Target.Door.EVENTS;
import static dev.twitchrelay.hostile.Target.Door.MANAGEMENT;
import static dev.twitchrelay.hostile.Target.Transport.PLAIN;
import static dev.twitchrelay.hostile.Target.Transport.TLS;
import static java.time.Duration.ofSeconds;

import dev.twitchrelay.hostile.Target.Transport;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What strangers do who can only reach the port: each is a way and what it is after. One that is added here takes part in the
 * short form, in the long form and in the mix. Numbers in the sentences are those at full intensity.
 */
enum Behaviour {
    PIPELINED_FONT(
            "2 connections ask for a font 10,000 times each and read nothing, for 2 s, again and again",
            pipelining(EVENTS, 2, 10_000, ofSeconds(2), "", get(Paths.FONT)),
            PLAIN,
            TLS),
    PIPELINED_STATUS(
            "8 connections ask for the status 30,000 times each and read nothing, for 5 s",
            pipelining(EVENTS, 8, 30_000, ofSeconds(5), "", get(Paths.STATUS)),
            PLAIN,
            TLS),
    PIPELINED_HISTORY(
            "4 connections ask for 1,000 events 2,000 times each and read nothing, for 2 s",
            pipelining(EVENTS, 4, 2_000, ofSeconds(2), "", get(Paths.HISTORY)),
            PLAIN,
            TLS),
    PIPELINED_STATS(
            "4 connections ask for the numbers 20,000 times each and read nothing, for 2 s",
            pipelining(EVENTS, 4, 20_000, ofSeconds(2), "", get(Paths.STATS)),
            PLAIN),
    PIPELINED_PAGES(
            "4 connections ask for the dashboard, the gallery and a widget 10,000 times each and read nothing, for 2 s",
            pipelining(EVENTS, 4, 10_000, ofSeconds(2), "", get("/"), get("/widgets/gallery"), get("/widgets/goal")),
            PLAIN),
    PIPELINED_NOT_FOUND(
            "4 connections ask for what is not there 20,000 times each and read nothing, for 2 s",
            pipelining(EVENTS, 4, 20_000, ofSeconds(2), "", get("/nothing"), get("/api/nothing")),
            PLAIN),
    PIPELINED_BAD_REQUESTS(
            "4 connections ask with parameters that are wrong 20,000 times each and read nothing, for 2 s",
            pipelining(
                    EVENTS,
                    4,
                    20_000,
                    ofSeconds(2),
                    "",
                    get("/api/twitch/events?limit=x"),
                    get("/api/twitch/stream?types=nothing")),
            PLAIN),
    PIPELINED_OWN_ROUTE(
            "4 connections ask a route of the integrator's own 20,000 times each and read nothing, for 2 s",
            pipelining(EVENTS, 4, 20_000, ofSeconds(2), "", get(Paths.OWN_ROUTE)),
            PLAIN),
    PIPELINED_POSTS(
            "4 connections post test events and orders without a token 20,000 times each and read nothing, for 2 s",
            pipelining(
                    EVENTS,
                    4,
                    20_000,
                    ofSeconds(2),
                    "",
                    post(Paths.SIMULATE, "", "{}"),
                    post(Paths.PAUSE, "", ""),
                    post(Paths.SIGN_IN, "", "")),
            PLAIN),
    PIPELINED_STREAMS(
            "4 connections ask for a font 50 times and for a stream behind it 10,000 times, and read nothing, for 2 s",
            pipelining(EVENTS, 4, 10_000, ofSeconds(2), get(Paths.FONT).repeat(50), get(Paths.STREAM)),
            PLAIN),
    PIPELINED_BEHIND_A_STREAM(
            "4 connections open a stream and ask for 1,000 events 20,000 times behind it, for 2 s",
            pipelining(EVENTS, 4, 20_000, ofSeconds(2), get(Paths.STREAM), get(Paths.HISTORY)),
            PLAIN,
            TLS),
    PIPELINED_REFUSALS(
            "250 connections, more than one address may have, ask for streams 1,000 times each and read nothing, for 2 s",
            pipelining(EVENTS, 250, 1_000, ofSeconds(2), "", get(Paths.STREAM)),
            PLAIN),
    PIPELINED_MIXTURE(
            "4 connections ask for everything in turns 10,000 times and read nothing, for 2 s",
            pipelining(
                    EVENTS,
                    4,
                    10_000,
                    ofSeconds(2),
                    "",
                    get(Paths.FONT),
                    get(Paths.STATUS),
                    get("/nothing"),
                    get(Paths.HISTORY),
                    get(Paths.STATS),
                    get(Paths.OWN_ROUTE),
                    post(Paths.SIGN_IN, "", "")),
            PLAIN),
    PIPELINED_METRICS(
            "2 connections ask the management port for the metrics 2,000 times each and read nothing, for 2 s",
            pipelining(MANAGEMENT, 2, 2_000, ofSeconds(2), "", get("/actuator/prometheus")),
            PLAIN),
    PIPELINED_HEALTH(
            "2 connections ask the management port for the health 10,000 times each and read nothing, for 2 s",
            pipelining(MANAGEMENT, 2, 10_000, ofSeconds(2), "", get("/actuator/health"), get("/nothing")),
            PLAIN),

    SLOW_HEADS(
            "200 connections send a byte of their request's head each second",
            trickling(EVENTS, 200, ofSeconds(1), "GET " + Paths.STREAM + " HTTP/1.1\r\nX-Slow: ", round -> "a"),
            PLAIN,
            TLS),
    SLOW_HEADS_TO_MANAGEMENT(
            "200 connections to the management port send a byte of their request's head each second",
            trickling(MANAGEMENT, 200, ofSeconds(1), "GET /actuator/health HTTP/1.1\r\nX-Slow: ", round -> "a"),
            PLAIN),
    SLOW_BODIES(
            "200 connections post to the integrator's own route a byte each 5 s",
            trickling(EVENTS, 200, ofSeconds(5), announcing("POST", Paths.OWN_ROUTE, ""), round -> "a"),
            PLAIN,
            TLS),
    SLOW_CHUNKS(
            "200 connections post to the integrator's own route a chunk of a byte each 5 s",
            trickling(EVENTS, 200, ofSeconds(5), chunked(Paths.OWN_ROUTE), round -> "1\r\na\r\n"),
            PLAIN),
    SLOW_TEST_EVENTS(
            "200 connections post a test event a byte each 5 s",
            trickling(EVENTS, 200, ofSeconds(5), announcing("POST", Paths.SIMULATE, ""), round -> "a"),
            PLAIN),
    SLOW_GETS_WITH_A_BODY(
            "200 connections send a body that nobody wants with GET, a byte each 5 s",
            trickling(EVENTS, 200, ofSeconds(5), announcing("GET", Paths.STATUS, ""), round -> "a"),
            PLAIN),
    SLOW_BODIES_TO_MANAGEMENT(
            "200 connections post to the management port a byte each 5 s",
            trickling(MANAGEMENT, 200, ofSeconds(5), announcing("POST", "/actuator/health", ""), round -> "a"),
            PLAIN),
    ABSENT_BODIES(
            "200 connections announce a body to the integrator's own route, wait to be told to go on, and send none",
            HttpWays.silence(EVENTS, 200, announcing("POST", Paths.OWN_ROUTE, "Expect: 100-continue\r\n")),
            PLAIN),
    SLOW_READERS(
            "20 connections ask for 1,000 events 20 times and read 10 kB a second",
            HttpWays.slowReading(EVENTS, 20, 1_000, get(Paths.HISTORY).repeat(20)),
            PLAIN,
            TLS),
    SILENT_READERS(
            "100 connections ask for 1,000 events once and read nothing",
            HttpWays.silence(EVENTS, 100, get(Paths.HISTORY)),
            PLAIN),
    IDLE_CONNECTIONS("500 connections say nothing", HttpWays.idleness(EVENTS, 500), PLAIN, TLS),
    IDLE_MANAGEMENT_CONNECTIONS(
            "500 connections to the management port say nothing", HttpWays.idleness(MANAGEMENT, 500), PLAIN),
    RESET_STORM(
            "300 connections a second ask for a page and leave with a reset at once",
            HttpWays.storm(EVENTS, 300, get("/")),
            PLAIN),
    HALF_CLOSED(
            "100 connections a second ask, close their sending side and wait",
            HttpWays.halfClosing(EVENTS, 100, get("/nothing") + get(Paths.STREAM)),
            PLAIN),

    GIANT_HEADS(
            "10 requests a second with a header of a megabyte",
            HttpWays.utterance(
                    EVENTS, 10, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Big: " + "9".repeat(1 << 20) + "\r\n\r\n"),
            PLAIN,
            TLS),
    GIANT_BODIES(
            "8 connections post a gigabyte to the integrator's own route, a megabyte a second each",
            HttpWays.endlessBody(EVENTS, 8, Paths.OWN_ROUTE),
            PLAIN),
    BAD_CHUNKS(
            "50 requests a second whose chunks have no length",
            HttpWays.utterance(EVENTS, 50, chunked(Paths.OWN_ROUTE) + "zz\r\na\r\n-1\r\n\r\n"),
            PLAIN),
    GARBAGE(
            "50 connections a second that speak no HTTP",
            HttpWays.utterance(EVENTS, 50, "\u0016\u0003\u0001\u0000bla\r\n\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            PLAIN),

    UPGRADES(
            "50 requests a second that want a WebSocket instead of HTTP",
            HttpWays.utterance(
                    EVENTS,
                    50,
                    "GET " + Paths.STREAM + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
            PLAIN),

    SILENT_STREAMS(
            "150 event streams are opened and never read",
            HttpWays.silence(EVENTS, 150, get(Paths.STREAM)),
            PLAIN,
            TLS),
    SILENT_REPLAYS(
            "150 event streams claim to have missed 900 events and are never read",
            HttpWays.silentReplays(150, 900),
            PLAIN,
            TLS),
    STREAM_STORM(
            "200 event streams a second are opened and left with a reset",
            HttpWays.storm(EVENTS, 200, get(Paths.STREAM)),
            PLAIN,
            TLS),
    TOO_MANY_STREAMS(
            "400 event streams are asked for, more than one address may have, and who is refused stays",
            HttpWays.swarm(
                    400,
                    ofSeconds(1),
                    assault -> {
                        HostileConnection connection = assault.connect(EVENTS);
                        connection.request(get(Paths.STREAM));
                        return connection;
                    },
                    (connection, round) -> connection.readAtMost(4_000)),
            PLAIN),
    TOKEN_GUESSES(
            "500 guesses of the admin token a second on 4 connections",
            HttpWays.asking(
                    EVENTS, 500, 4, turn -> post(Paths.SIMULATE, "Authorization: Bearer guess-" + turn + "\r\n", "")),
            PLAIN),
    SIGN_IN_FLOOD(
            "200 times a second a sign-in is asked for on 4 connections",
            HttpWays.asking(EVENTS, 200, 4, turn -> post(Paths.SIGN_IN, "", "")),
            PLAIN),
    HISTORY_READS(
            "20 times a second 1,000 events are asked for, and read, on 4 connections",
            HttpWays.asking(EVENTS, 20, 4, turn -> get(Paths.HISTORY)),
            PLAIN),
    STATUS_READS(
            "200 times a second the status is asked for, and read, on 8 connections",
            HttpWays.asking(EVENTS, 200, 8, turn -> get(Paths.STATUS)),
            PLAIN),

    STALLED_HANDSHAKES("200 connections begin with TLS and send a byte each 2 s", TlsWays.stalledHandshakes(200), TLS),
    HANDSHAKES("40 TLS handshakes a second, after which the client leaves", TlsWays.handshakes(40), TLS),
    CLEAR_TEXT_WHERE_TLS_IS("50 connections a second speak clear text to TLS", TlsWays.clearText(50), TLS),

    HTTP2_CLOSED_WINDOWS(
            "10 connections with 100 streams each ask for a font and let no byte of it come",
            Http2Ways.closedWindows(EVENTS, 10, Paths.FONT),
            TLS),
    HTTP2_CLOSED_WINDOWS_FOR_HISTORY(
            "2 connections with 100 streams each ask for 1,000 events and let no byte of it come",
            Http2Ways.closedWindows(EVENTS, 2, Paths.HISTORY),
            TLS),
    HTTP2_SILENT_STREAMS(
            "2 connections with 100 event streams each let no byte of it come",
            Http2Ways.closedWindows(EVENTS, 2, Paths.STREAM),
            TLS),
    HTTP2_UNENDED_STREAMS(
            "4 connections with 100 posts each send a byte of their bodies each 2 s",
            Http2Ways.unendedStreams(EVENTS, 4, ofSeconds(2), Paths.OWN_ROUTE),
            TLS),
    HTTP2_RAPID_RESET(
            "4 connections send 2,000 requests a second each and take them back at once",
            Http2Ways.rapidReset(EVENTS, 4, Paths.STATUS),
            TLS),
    HTTP2_PINGS(
            "4 connections send 2,000 pings a second each and read nothing",
            Http2Ways.frames(EVENTS, 4, Http2Frames.ping(7)),
            TLS),
    HTTP2_SETTINGS(
            "4 connections send 2,000 settings a second each and read nothing",
            Http2Ways.frames(EVENTS, 4, Http2Frames.settings(65_535)),
            TLS),
    HTTP2_PRIORITIES(
            "4 connections send 2,000 priorities a second each",
            Http2Ways.frames(EVENTS, 4, Http2Frames.priority(9)),
            TLS),
    HTTP2_WINDOW_UPDATES(
            "4 connections send 2,000 window updates a second each",
            Http2Ways.frames(EVENTS, 4, Http2Frames.windowUpdate(0, 1)),
            TLS),
    HTTP2_EMPTY_DATA(
            "4 connections send 2,000 empty parts of a body a second each",
            Http2Ways.emptyData(EVENTS, 4, Paths.OWN_ROUTE),
            TLS),
    HTTP2_ENDLESS_HEADERS(
            "4 connections send headers without end, 200 kB a second each", Http2Ways.endlessHeaders(EVENTS, 4), TLS),
    HTTP2_HEADER_BOMB(
            "4 connections send 20 times a second each 16 kB that mean 48 MB of headers",
            Http2Ways.headerBomb(EVENTS, 4),
            TLS),
    HTTP2_MANY_HEADERS(
            "4 connections send 20 requests a second each with 1,500 headers", Http2Ways.manyHeaders(EVENTS, 4), TLS),
    HTTP2_TO_MANAGEMENT(
            "4 connections send the management port 2,000 requests a second each in HTTP/2 and take them back at once",
            Http2Ways.rapidReset(MANAGEMENT, 4, "/actuator/prometheus"),
            PLAIN),
    HTTP2_CLOSED_WINDOWS_TO_MANAGEMENT(
            "4 connections ask the management port for the metrics by HTTP/2 on 100 streams each and let no byte come",
            Http2Ways.closedWindows(MANAGEMENT, 4, "/actuator/prometheus"),
            PLAIN);

    private final String sentence;
    private final Way way;
    private final Set<Transport> transports;

    Behaviour(String sentence, Way way, Transport... transports) {
        this.sentence = sentence;
        this.way = way;
        this.transports = EnumSet.copyOf(Arrays.asList(transports));
    }

    /** What is asked for. */
    private static final class Paths {
        static final String FONT = "/fonts/figtree-latin.woff2";
        static final String STATUS = "/api/status";
        static final String HISTORY = "/api/twitch/events?limit=1000";
        static final String STATS = "/api/twitch/stats";
        static final String STREAM = "/api/twitch/stream";
        static final String SIMULATE = "/api/simulate/channel.raid";
        static final String SIGN_IN = "/api/sign-in";
        static final String PAUSE = "/api/alerts/pause";
        static final String OWN_ROUTE = "/own/route";
    }

    /** Its name for people and settings, such as {@code pipelined-font}. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Behaviour titled(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String sentence() {
        return sentence;
    }

    Way way() {
        return way;
    }

    boolean suits(Transport transport) {
        return transports.contains(transport);
    }
}
