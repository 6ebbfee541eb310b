/*
 * The limit to compare with: an event-stream server that does nothing but write(2), in one thread on epoll.
 *
 *     writer PORT each        every message goes to every client in a write of its own
 *     writer PORT coalesce    what has accumulated while other sockets were looked at goes out in one write
 *
 * GET opens a stream, POST publishes its body. Chunked framing is made once per message; a client is a position in a ring.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RING = 1 << 25, MESSAGES = 1 << 16, MOST_PER_WRITE = 1 << 16, INPUT = 1 << 16 };

struct connection { int fd, place, blocked; uint64_t position, message; char *input; size_t length; };

static char ring[RING];
static uint64_t head, message_count, end_of[MESSAGES];
static struct connection **streams;
static int stream_count, epoll, coalesce;

static void watch(struct connection *c, int operation, uint32_t events) {
    struct epoll_event event = { .events = events, .data.ptr = c };
    epoll_ctl(epoll, operation, c->fd, &event);
}

static void leave(struct connection *c) {
    if (c->place >= 0) {
        streams[c->place] = streams[--stream_count];
        streams[c->place]->place = c->place;
    }
    close(c->fd);
    free(c->input);
    free(c);
}

/* Writes what the client has not got yet; what it does not take stays in the ring. */
static void serve(struct connection *c) {
    while (c->position < head) {
        uint64_t end = coalesce ? head : end_of[c->message % MESSAGES];
        uint64_t length = end - c->position, to_wrap = RING - c->position % RING;
        if (length > to_wrap) length = to_wrap;
        if (length > MOST_PER_WRITE) length = MOST_PER_WRITE;
        ssize_t n = write(c->fd, ring + c->position % RING, length);
        if (n < 0) {
            if (errno == EAGAIN && !c->blocked) { c->blocked = 1; watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT); }
            return;
        }
        c->position += n;
        while (c->message < message_count && end_of[c->message % MESSAGES] <= c->position) c->message++;
    }
    if (c->blocked) { c->blocked = 0; watch(c, EPOLL_CTL_MOD, EPOLLIN); }
}

static void serve_all(void) {
    for (int i = 0; i < stream_count; i++) if (!streams[i]->blocked) serve(streams[i]);
}

static void append(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) ring[(head + i) % RING] = bytes[i];
    head += length;
}

static void publish(const char *body, int length) {
    char frame[INPUT], chunk[32];
    int frame_length = snprintf(frame, sizeof frame, "id: c-%llu\ndata: %.*s\n\n", (unsigned long long) message_count + 1, length, body);
    append(chunk, snprintf(chunk, sizeof chunk, "%x\r\n", frame_length));
    append(frame, frame_length);
    append("\r\n", 2);
    end_of[message_count++ % MESSAGES] = head;
    if (!coalesce) serve_all();
}

/* Answers one request at the start of the input; 0 if it is not complete yet. */
static size_t request(struct connection *c) {
    char *end = memmem(c->input, c->length, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head_length = end + 4 - c->input;
    if (c->input[0] == 'G') {
        static const char opening[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=utf-8\r\n"
            "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\ne\r\nretry: 3000\n\n\r\n";
        if (write(c->fd, opening, sizeof opening - 1) < 0) perror("write");
        c->position = head;
        c->message = message_count;
        c->place = stream_count;
        streams[stream_count++] = c;
        return head_length;
    }
    char *field = memmem(c->input, head_length, "Content-Length: ", 16);
    size_t length = field ? strtoul(field + 16, NULL, 10) : 0;
    if (c->length < head_length + length) return 0;
    publish(c->input + head_length, length);
    static const char accepted[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    if (write(c->fd, accepted, sizeof accepted - 1) < 0) perror("write");
    return head_length + length;
}

static void receive(struct connection *c) {
    if (!c->input) c->input = malloc(INPUT);
    ssize_t n = recv(c->fd, c->input + c->length, INPUT - c->length, 0);
    if (n <= 0) { if (n == 0 || errno != EAGAIN) leave(c); return; }
    c->length += n;
    size_t used = 0, step;
    char *start = c->input;
    while (c->length && (step = request(c))) { c->input += step; c->length -= step; used += step; }
    c->input = start;
    memmove(start, start + used, c->length);
    if (c->place >= 0) { free(c->input); c->input = NULL; c->length = 0; }
}

int main(int count, char **arguments) {
    if (count != 3) { fprintf(stderr, "writer PORT each|coalesce\n"); return 2; }
    coalesce = !strcmp(arguments[2], "coalesce");
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    streams = calloc(files.rlim_cur, sizeof *streams);
    epoll = epoll_create1(0);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1, send_buffer = 64 * 1024;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(listener, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_ANY) };
    if (bind(listener, (struct sockaddr *) &address, sizeof address) || listen(listener, 4096)) { perror("listen"); return 1; }
    struct connection accepting = { .fd = listener };
    watch(&accepting, EPOLL_CTL_ADD, EPOLLIN);
    for (;;) {
        struct epoll_event events[512];
        int n = epoll_wait(epoll, events, 512, -1);
        uint64_t before = head;
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (c == &accepting) {
                int fd;
                while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                    c = calloc(1, sizeof *c);
                    c->fd = fd;
                    c->place = -1;
                    watch(c, EPOLL_CTL_ADD, EPOLLIN);
                }
            } else if (events[i].events & EPOLLOUT) serve(c);
            else receive(c);
        }
        if (coalesce && head != before) serve_all();
    }
}
