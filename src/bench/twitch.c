/*
 * Twitch for the benchmark of the way in: it costs a few microseconds for each event, so that two cores are the server's.
 *
 *     twitch PORT
 *
 * GET  /ws              EventSub's WebSocket: a welcome, then the events that are published, and a keepalive every ten seconds
 * POST …/subscriptions  Helix: 202, whatever the type
 * GET  /ready           204 when a socket has subscribed to an event type, otherwise 503
 * POST /publish/TYPE    sends the body as an event of this type to every socket. The answer comes when the sockets have taken it,
 *                       so a publisher is as fast as the slowest server reads
 *
 * The other addresses answer as Twitch does for a channel that is offline and has no followers.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <endian.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { INPUT = 1 << 18, MOST_TYPE = 80, KEEPALIVE_MS = 10000 };

struct connection { int fd, is_socket; char *input, *output; size_t length, waiting, room; struct connection *next; };

static struct connection *sockets;
static int epoll, subscriptions;
static unsigned long long messages;
static char started[40];
static time_t begun;

static void watch(struct connection *c) {
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

static void leave(struct connection *c) {
    for (struct connection **at = &sockets; *at; at = &(*at)->next) if (*at == c) { *at = c->next; break; }
    close(c->fd);
    free(c->input);
    free(c->output);
    free(c);
}

/* Lets bytes wait for the next flush. */
static void add(struct connection *c, const void *bytes, size_t length) {
    if (c->waiting + length > c->room) c->output = realloc(c->output, c->room = 2 * (c->waiting + length));
    memcpy(c->output + c->waiting, bytes, length);
    c->waiting += length;
}

/* Writes what waits, and returns when the kernel has all of it. */
static void flush(struct connection *c) {
    for (size_t done = 0; done < c->waiting;) {
        ssize_t n = write(c->fd, c->output + done, c->waiting - done);
        if (n < 0) break;
        done += n;
    }
    c->waiting = 0;
}

/* The time as Twitch writes it, with nanoseconds. */
static const char *now(void) {
    static char text[40];
    static time_t second;
    struct timespec t;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &t);
    if (t.tv_sec != second) {
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", gmtime_r(&t.tv_sec, &parts));
        second = t.tv_sec;
    }
    sprintf(text + 19, ".%09ldZ", t.tv_nsec);
    return text;
}

/* A text frame of RFC 6455, not masked. */
static void frame(struct connection *c, const char *text, size_t length) {
    unsigned char head[10] = { 0x81, length < 126 ? length : length < 65536 ? 126 : 127 };
    size_t head_length = 2;
    if (length >= 65536) { uint64_t big = htobe64(length); memcpy(head + 2, &big, 8); head_length = 10; }
    else if (length >= 126) { uint16_t big = htons(length); memcpy(head + 2, &big, 2); head_length = 4; }
    add(c, head, head_length);
    add(c, text, length);
}

/* Begins a message: its metadata, without the last brace. */
static int metadata(char *to, const char *type) {
    messages++;
    return sprintf(to, "{\"metadata\":{\"message_id\":\"%08lx-0000-4000-8000-%012llx\",\"message_type\":\"%s\",\"message_timestamp\":\"%s\"",
        (long) begun, messages, type, now());
}

static void keepalive(void) {
    char text[512];
    int length = metadata(text, "session_keepalive");
    length += sprintf(text + length, "},\"payload\":{}}");
    for (struct connection *c = sockets; c; c = c->next) { frame(c, text, length); flush(c); }
}

static void publish(const char *type, const char *event, int event_length) {
    static char text[INPUT + 2048];
    int length = metadata(text, "notification");
    length += sprintf(text + length, ",\"subscription_type\":\"%s\",\"subscription_version\":\"1\"},\"payload\":{\"subscription\":{\"id\":\"s-%s\","
        "\"status\":\"enabled\",\"type\":\"%s\",\"version\":\"1\",\"condition\":{\"broadcaster_user_id\":\"1337\",\"user_id\":\"1337\"},"
        "\"transport\":{\"method\":\"websocket\",\"session_id\":\"bench\"},\"created_at\":\"%s\",\"cost\":0},\"event\":", type, type, type, started);
    memcpy(text + length, event, event_length);
    length += event_length;
    length += sprintf(text + length, "}}");
    for (struct connection *c = sockets; c; c = c->next) frame(c, text, length);
}

static void answer(struct connection *c, const char *status, const char *format, ...) {
    char body[2048], head[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(body, sizeof body, format, arguments);
    va_end(arguments);
    add(c, head, sprintf(head, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", status, length));
    add(c, body, length);
}

static uint32_t rotated(uint32_t x, int n) { return x << n | x >> (32 - n); }

/* SHA-1 (RFC 3174) of less than 120 bytes. */
static void sha1(const char *text, unsigned char digest[20]) {
    uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
    unsigned char block[128] = { 0 };
    size_t length = strlen(text), all = length < 56 ? 64 : 128;
    uint64_t bits = htobe64(length * 8);
    memcpy(block, text, length);
    block[length] = 0x80;
    memcpy(block + all - 8, &bits, 8);
    for (size_t at = 0; at < all; at += 64) {
        uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
        for (int i = 0; i < 80; i++) {
            uint32_t word;
            if (i < 16) { memcpy(&word, block + at + 4 * i, 4); w[i] = be32toh(word); }
            else w[i] = rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
            uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 ? b ^ c ^ d : i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
            uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
            uint32_t next = rotated(a, 5) + f + e + k + w[i];
            e = d; d = c; c = rotated(b, 30); b = a; a = next;
        }
        h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e;
    }
    for (int i = 0; i < 5; i++) { uint32_t word = htobe32(h[i]); memcpy(digest + 4 * i, &word, 4); }
}

/* The value of Sec-WebSocket-Accept that belongs to a key. */
static void accept_key(const char *key, int key_length, char accept[29]) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char digest[21] = { 0 };
    char text[100];
    snprintf(text, sizeof text, "%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key_length, key);
    sha1(text, digest);
    for (int i = 0; i < 7; i++) {
        uint32_t three = digest[3 * i] << 16 | digest[3 * i + 1] << 8 | digest[3 * i + 2];
        for (int k = 0; k < 4; k++) accept[4 * i + k] = digits[three >> (18 - 6 * k) & 63];
    }
    accept[27] = '=';
    accept[28] = 0;
}

static void open_socket(struct connection *c, const char *key, int key_length) {
    char accept[29], text[1024];
    accept_key(key, key_length, accept);
    add(c, text, sprintf(text, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept));
    int length = metadata(text, "session_welcome");
    // a halted server must not find its connection dead when it goes on
    length += sprintf(text + length, "},\"payload\":{\"session\":{\"id\":\"bench\",\"status\":\"connected\",\"connected_at\":\"%s\","
        "\"keepalive_timeout_seconds\":600,\"reconnect_url\":null,\"recovery_url\":null}}}", now());
    frame(c, text, length);
    c->is_socket = 1;
    c->next = sockets;
    sockets = c;
    subscriptions = 0;
}

/* The text between a name in a JSON text and the next quotation mark. */
static int member(const char *json, const char *end, const char *name, const char **value) {
    char quoted[64];
    const char *at = memmem(json, end - json, quoted, snprintf(quoted, sizeof quoted, "\"%s\":\"", name));
    if (!at) return 0;
    *value = at + strlen(quoted);
    const char *close = memchr(*value, '"', end - *value);
    return close && close - *value < MOST_TYPE ? close - *value : 0;
}

static void subscribe(struct connection *c, const char *body, const char *end) {
    const char *type = "";
    int length = member(body, end, "type", &type);
    subscriptions++;
    answer(c, "202 Accepted", "{\"data\":[{\"id\":\"s-%.*s\",\"status\":\"enabled\",\"type\":\"%.*s\",\"version\":\"1\",\"condition\":{},"
        "\"created_at\":\"%s\",\"transport\":{\"method\":\"websocket\",\"session_id\":\"bench\",\"connected_at\":\"%s\"},\"cost\":0}],"
        "\"total\":1,\"max_total_cost\":10,\"total_cost\":0}", length, type, length, type, started, started);
}

static int is(const char *path, int length, const char *end) {
    int wanted = strlen(end);
    return length >= wanted && !memcmp(path + length - wanted, end, wanted);
}

/* Answers one request at the start of the input; 0 if it is not complete yet. */
static size_t request(struct connection *c) {
    char *end = memmem(c->input, c->length, "\r\n\r\n", 4);
    if (!end) return 0;
    *end = 0;
    size_t head_length = end + 4 - c->input;
    char *field = strcasestr(c->input, "\r\nContent-Length: "), *key = strcasestr(c->input, "\r\nSec-WebSocket-Key: ");
    size_t body_length = field ? strtoul(field + 18, NULL, 10) : 0;
    *end = '\r';
    if (c->length < head_length + body_length) return 0;
    const char *path = strchr(c->input, ' ') + 1, *body = c->input + head_length;
    int length = strcspn(path, " ?"), is_post = c->input[0] == 'P';
    if (key) open_socket(c, key + 21, strcspn(key + 21, "\r"));
    else if (is_post && !strncmp(path, "/publish/", 9)) {
        char type[MOST_TYPE];
        snprintf(type, sizeof type, "%.*s", length - 9, path + 9);
        publish(type, body, body_length);
        answer(c, "202 Accepted", "");
    } else if (is(path, length, "/eventsub/subscriptions")) {
        if (is_post) subscribe(c, body, body + body_length);
        else answer(c, "200 OK", "{\"data\":[],\"total\":0,\"max_total_cost\":10,\"total_cost\":0,\"pagination\":{}}");
    } else if (is(path, length, "/ready")) {
        if (sockets && subscriptions) answer(c, "204 No Content", "");
        else answer(c, "503 Service Unavailable", "{}");
    } else if (is(path, length, "/validate")) {
        answer(c, "200 OK", "{\"client_id\":\"bench\",\"login\":\"harbour\",\"user_id\":\"1337\",\"expires_in\":5000000,\"scopes\":[\"user:read:chat\","
            "\"channel:read:subscriptions\",\"moderator:read:followers\",\"bits:read\"]}");
    } else if (is(path, length, "/users")) {
        answer(c, "200 OK", "{\"data\":[{\"id\":\"1337\",\"login\":\"harbour\",\"display_name\":\"Harbour\",\"type\":\"\",\"broadcaster_type\":\"\"}]}");
    } else {
        answer(c, "200 OK", "{\"data\":[],\"total\":0,\"points\":0,\"pagination\":{}}");
    }
    return head_length + body_length;
}

static void receive(struct connection *c) {
    if (!c->input) c->input = malloc(INPUT + 1);
    ssize_t n = recv(c->fd, c->input + c->length, INPUT - c->length, 0);
    if (n <= 0) { leave(c); return; }
    // what a client sends on its socket are answers to pings; there are none
    if (c->is_socket) return;
    c->length += n;
    size_t used = 0, step;
    char *start = c->input;
    while (c->length && !c->is_socket && (step = request(c))) { c->input += step; c->length -= step; used += step; }
    c->input = start;
    memmove(start, start + used, c->length);
    // the publisher goes on when every socket has taken its events
    for (struct connection *socket = sockets; socket; socket = socket->next) flush(socket);
    flush(c);
}

int main(int count, char **arguments) {
    if (count != 2) { fprintf(stderr, "twitch PORT\n"); return 2; }
    signal(SIGPIPE, SIG_IGN);
    strcpy(started, now());
    begun = time(NULL);
    epoll = epoll_create1(0);
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(listener, (struct sockaddr *) &address, sizeof address) || listen(listener, 64)) { perror("listen"); return 1; }
    struct connection accepting = { .fd = listener };
    watch(&accepting);
    for (;;) {
        struct epoll_event event;
        int n = epoll_wait(epoll, &event, 1, KEEPALIVE_MS);
        struct connection *c = event.data.ptr;
        if (n <= 0) keepalive();
        else if (c == &accepting) {
            int fd = accept(listener, NULL, NULL);
            if (fd < 0) continue;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            c = calloc(1, sizeof *c);
            c->fd = fd;
            watch(c);
        } else receive(c);
    }
}
