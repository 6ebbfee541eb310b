/*
 * The load of the benchmark, in one thread: N event-stream clients that check what they get, and one publisher.
 *
 * A message carries the marker ~run,number,nanoseconds~, followed by a fixed number of x. Every client must see the numbers
 * 1, 2, 3 ... without gap, repeat or change of order; the time in the marker gives the latency. The publisher runs at a
 * fixed rate, or as fast as the slowest client lets it: never more than --window messages ahead of it.
 *
 * A message has arrived when the kernel has put it into its client's socket (SO_TIMESTAMPNS). What this thread then needs to
 * read it and to check it is the load's work, not the server's: "read" latencies count it, too. Because load and server share
 * the machine, clients receive through an io_uring, many in one system call, where the kernel has one; and at a fixed rate the
 * load takes only the time that the server leaves (SCHED_IDLE), as clients on machines of their own would.
 *
 * Prints one line of key=value pairs; exits with 1 if anything was lost, repeated or reordered.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 1 << 16, RECEIVE = 1 << 18, AT_ONCE = 32, CARRY = 80, CONNECTING_AT_ONCE = 256, PER_ADDRESS = 20000 };

struct client {
    int fd, open, dead, churns;
    long long seen;          /* the number of the newest message */
    int skip, carried;       /* bytes that cannot hold a marker; bytes of a marker that is not complete yet */
    int stay;                /* messages until a client that comes and goes disconnects */
    char carry[CARRY];
};

struct histogram { uint64_t count, bucket[64 * 32]; uint64_t most; };

struct times { uint64_t arrived, read; };

/* How many clients have got a message, and when the newest of these arrivals was. */
struct progress { int clients; uint64_t newest; };

static struct { const char *path, *publish, *type, *format; int port, publish_port, clients, dead, churn, window, posts, pad,
    idle; double rate, seconds, warmup; int pids[16], pid_count; } o = {
    .path = "/stream", .publish = "/publish", .type = "application/json", .clients = 1000, .posts = 32, .pad = 250,
    .format = "{\"type\":\"event\",\"event\":\"channel.follow\",\"data\":{\"text\":\"%s\"}}", .seconds = 5, .warmup = 2 };

static struct client *clients;
static int epoll, ready, connecting, next_to_connect, publisher = -1;
static long long published, answered, completed, errors, reconnects, closed_by_server;
static long long run, base_id = -1;
static char term[80];
static struct progress *progress_of;
static struct histogram each_latency, last_latency, last_read_latency;
static int measuring;
static long long delivered, measured_deliveries;
static char buffer[RECEIVE + 1], *pending;
static struct { struct msghdr message; struct iovec space; char control[64], bytes[RECEIVE + 1]; } received[AT_ONCE];
static size_t pending_length, pending_capacity;
static char pad_text[4096];

static uint64_t nanoseconds(struct timespec t) { return t.tv_sec * 1000000000ull + t.tv_nsec; }

/* By the clock that the kernel's timestamps are of. */
static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return nanoseconds(t);
}

static void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "load: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    exit(2);
}

static void note(struct histogram *h, uint64_t value) {
    uint64_t v = value < 32 ? 32 : value;
    int power = 63 - __builtin_clzll(v);
    h->bucket[power * 32 + ((v >> (power - 5)) & 31)]++;
    h->count++;
    if (value > h->most) h->most = value;
}

/* The upper end of the bucket that the quantile falls in, in milliseconds. */
static double quantile(struct histogram *h, double q) {
    uint64_t left = (uint64_t) (q * h->count);
    for (int i = 0; i < 64 * 32; i++) {
        if (h->bucket[i] > left) return ((32.0 + i % 32 + 1) * (1ull << (i / 32 - 5))) / 1e6;
        left -= h->bucket[i];
    }
    return h->most / 1e6;
}

static double cpu_seconds(void) {
    double all = 0;
    for (int i = 0; i < o.pid_count; i++) {
        clockid_t clock;
        struct timespec t;
        if (clock_getcpuclockid(o.pids[i], &clock) == 0 && clock_gettime(clock, &t) == 0)
            all += t.tv_sec + t.tv_nsec / 1e9;
    }
    return all;
}

static double own_cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static long memory_kb(const char *what) {
    long all = 0, kb;
    for (int i = 0; i < o.pid_count; i++) {
        char name[64], line[256];
        snprintf(name, sizeof name, "/proc/%d/smaps_rollup", o.pids[i]);
        FILE *f = fopen(name, "r");
        while (f && fgets(line, sizeof line, f))
            if (!strncmp(line, what, strlen(what)) && sscanf(line + strlen(what), "%ld", &kb) == 1) all += kb;
        if (f) fclose(f);
    }
    return all;
}

/* What the kernel holds for all TCP sockets of the machine. */
static long socket_memory_kb(void) {
    char line[256];
    long pages = 0;
    FILE *f = fopen("/proc/net/sockstat", "r");
    while (f && fgets(line, sizeof line, f)) {
        char *mem = strstr(line, " mem ");
        if (!strncmp(line, "TCP:", 4) && mem) pages = atol(mem + 5);
    }
    if (f) fclose(f);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static int connect_from(int index, int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    if (fd < 0) die("no more sockets: %s; raise the limit of open files (ulimit -n)", strerror(errno));
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + index / PER_ADDRESS) };
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *) &address, sizeof address)) die("bind: %s", strerror(errno));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (connect(fd, (struct sockaddr *) &address, sizeof address) && errno != EINPROGRESS) die("connect: %s", strerror(errno));
    return fd;
}

static void open_client(int index) {
    struct client *c = &clients[index];
    c->fd = connect_from(index, o.port);
    if (c->dead) setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &(int){ 4096 }, sizeof(int));
    setsockopt(c->fd, SOL_SOCKET, SO_TIMESTAMPNS, &(int){ 1 }, sizeof(int));
    c->open = 0;
    c->skip = c->carried = 0;
    struct epoll_event event = { .events = EPOLLIN | EPOLLOUT, .data.u32 = index };
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
    connecting++;
}

static void send_request(int index) {
    struct client *c = &clients[index];
    char request[512], resume[120] = "";
    if (c->seen > 0 && base_id >= 0) snprintf(resume, sizeof resume, "Last-Event-ID: %s-%lld\r\n", term, base_id + c->seen);
    int n = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n", o.path, resume);
    if (write(c->fd, request, n) != n) die("a client could not send its request: %s", strerror(errno));
    struct epoll_event event = { .events = c->dead ? 0 : EPOLLIN | EPOLLET, .data.u32 = index };
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
    if (c->dead) { connecting--; ready++; }
}

static void message(struct client *c, const char *marker, struct times time) {
    char *at;
    if (strtoll(marker + 1, &at, 10) != run) return;
    long long number = strtoll(at + 1, &at, 10);
    uint64_t sent = strtoull(at + 1, NULL, 10);
    if (number != c->seen + 1) {
        if (errors++ < 5) fprintf(stderr, "load: client %d got %lld after %lld\n", (int) (c - clients), number, c->seen);
    }
    c->seen = number;
    delivered++;
    if (measuring) note(&each_latency, time.arrived - sent);
    struct progress *progress = &progress_of[number % SLOTS];
    if (time.arrived > progress->newest) progress->newest = time.arrived;
    if (++progress->clients == o.clients - o.dead) {
        completed = number;
        if (measuring) {
            note(&last_latency, progress->newest - sent);
            note(&last_read_latency, time.read - sent);
        }
        *progress = (struct progress) { 0 };
    }
    if (c->churns) c->stay--;
}

static void parse(struct client *c, const char *p, size_t length, struct times time) {
    const char *end = p + length;
    if (c->carried) {
        char *close = NULL;
        while (!close && p < end && c->carried < CARRY - 1) {
            c->carry[c->carried++] = *p;
            if (*p++ == '~') close = &c->carry[c->carried - 1];
        }
        if (!close && c->carried < CARRY - 1) return;
        c->carry[c->carried] = 0;
        c->carried = 0;
        if (close) { message(c, c->carry, time); c->skip = o.pad; }
    }
    while (p < end) {
        if (c->skip) {
            int step = c->skip < end - p ? c->skip : end - p;
            c->skip -= step;
            p += step;
            continue;
        }
        const char *marker = memchr(p, '~', end - p);
        if (!marker) return;
        const char *close = memchr(marker + 1, '~', end - marker - 1);
        if (!close) {
            c->carried = end - marker < CARRY ? end - marker : 0;
            memcpy(c->carry, marker, c->carried);
            return;
        }
        message(c, marker, time);
        c->skip = o.pad;
        p = close + 1;
    }
}

static void learn_ids(const char *text) {
    const char *hello = strstr(text, "event: hello\ndata: {\"id\":\"");
    if (!hello || base_id >= 0) return;
    hello += 26;
    const char *dash = strchr(hello, '-');
    if (!dash || dash - hello >= (long) sizeof term) return;
    memcpy(term, hello, dash - hello);
    base_id = atoll(dash + 1);
}

static void drop(int index) {
    close(clients[index].fd);
    clients[index].fd = -1;
    clients[index].open = 0;
}

/* An io_uring that is only used to make many recvmsg(2) in one system call; fd is -1 if the kernel has none. */
static struct { int fd; unsigned *tail, *head, mask; struct io_uring_sqe *entries; struct io_uring_cqe *results; } ring = { .fd = -1 };

static void open_ring(void) {
    struct io_uring_params p = { 0 };
    int fd = syscall(SYS_io_uring_setup, AT_ONCE, &p);
    if (fd < 0 || !(p.features & IORING_FEAT_SINGLE_MMAP)) return;
    size_t submissions = p.sq_off.array + p.sq_entries * sizeof(unsigned);
    size_t completions = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
    char *queues = mmap(NULL, submissions > completions ? submissions : completions, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQ_RING);
    ring.entries = mmap(NULL, p.sq_entries * sizeof *ring.entries, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd,
        IORING_OFF_SQES);
    if (queues == MAP_FAILED || ring.entries == MAP_FAILED) die("mmap of the io_uring: %s", strerror(errno));
    for (unsigned i = 0; i < p.sq_entries; i++) ((unsigned *) (queues + p.sq_off.array))[i] = i;
    ring.fd = fd;
    ring.tail = (unsigned *) (queues + p.sq_off.tail);
    ring.head = (unsigned *) (queues + p.cq_off.head);
    ring.mask = p.cq_entries - 1;
    ring.results = (struct io_uring_cqe *) (queues + p.cq_off.cqes);
}

/* Receives from all of these clients, at most AT_ONCE, into received[]; the results are those of recvmsg(2) or -errno. */
static void receive_all(const int *indexes, int count, ssize_t *results) {
    for (int i = 0; i < count; i++) {
        received[i].space = (struct iovec) { received[i].bytes, RECEIVE };
        received[i].message = (struct msghdr) { .msg_iov = &received[i].space, .msg_iovlen = 1,
            .msg_control = received[i].control, .msg_controllen = sizeof received[i].control };
    }
    if (ring.fd < 0) {
        for (int i = 0; i < count; i++) {
            results[i] = recvmsg(clients[indexes[i]].fd, &received[i].message, 0);
            if (results[i] < 0) results[i] = -errno;
        }
        return;
    }
    unsigned tail = *ring.tail, mask = AT_ONCE - 1;
    for (int i = 0; i < count; i++) {
        ring.entries[(tail + i) & mask] = (struct io_uring_sqe) { .opcode = IORING_OP_RECVMSG, .fd = clients[indexes[i]].fd,
            .addr = (uintptr_t) &received[i].message, .len = 1, .msg_flags = MSG_DONTWAIT, .user_data = i };
    }
    __atomic_store_n(ring.tail, tail + count, __ATOMIC_RELEASE);
    int done = syscall(SYS_io_uring_enter, ring.fd, count, count, IORING_ENTER_GETEVENTS, NULL, 0);
    if (done != count) die("io_uring_enter: %s", done < 0 ? strerror(errno) : "not everything was submitted");
    unsigned head = *ring.head;
    for (int i = 0; i < count; i++) {
        struct io_uring_cqe *result = &ring.results[(head + i) & ring.mask];
        results[result->user_data] = result->res;
    }
    __atomic_store_n(ring.head, head + count, __ATOMIC_RELEASE);
}

/* What a client has received: the n bytes of received[slot], read at this time. */
static void read_client(int index, int slot, ssize_t n, uint64_t read) {
    struct client *c = &clients[index];
    char *bytes = received[slot].bytes;
    if (n == -EAGAIN) return;
    if (n <= 0) {
        closed_by_server++;
        errors++;
        if (closed_by_server < 5) fprintf(stderr, "load: the server closed the stream of client %d\n", index);
        drop(index);
        return;
    }
    if (!c->open) {
        bytes[n] = 0;
        if (strncmp(bytes, "HTTP/1.1 200", 12)) die("answer to a client: %.200s", bytes);
        learn_ids(bytes);
        c->open = 1;
        connecting--;
        if (!measuring && !published) ready++;
    }
    struct cmsghdr *stamp = CMSG_FIRSTHDR(&received[slot].message);
    int stamped = stamp && stamp->cmsg_type == SO_TIMESTAMPNS;
    // the kernel begins to stamp a moment after the first socket has asked for it
    if (measuring && !stamped) die("the kernel does not say when a message arrived");
    parse(c, bytes, n, (struct times) { stamped ? nanoseconds(*(struct timespec *) CMSG_DATA(stamp)) : read, read });
    if (c->churns && c->stay <= 0 && published) {
        drop(index);
        c->stay = 1 + rand() % 400;
        reconnects++;
        open_client(index);
    }
}

static void queue_post(uint64_t time) {
    char marker[64 + sizeof pad_text], body[8192];
    snprintf(marker, sizeof marker, "~%lld,%lld,%llu~%s", run, published, (unsigned long long) time, pad_text);
    int length = snprintf(body, sizeof body, o.format, marker);
    if (pending_length + 16384 > pending_capacity) pending = realloc(pending, pending_capacity = pending_capacity * 2 + 65536);
    pending_length += sprintf(pending + pending_length,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", o.publish, o.type, length, body);
}

static void flush_posts(void) {
    ssize_t n = pending_length ? write(publisher, pending, pending_length) : 0;
    if (n < 0 && errno != EAGAIN) die("publishing: %s", strerror(errno));
    if (n > 0) memmove(pending, pending + n, pending_length -= n);
    struct epoll_event event = { .events = EPOLLIN | (pending_length ? EPOLLOUT : 0), .data.u32 = UINT32_MAX };
    static uint32_t before;
    if (event.events != before) epoll_ctl(epoll, EPOLL_CTL_MOD, publisher, &event);
    before = event.events;
}

static void publish_what_is_due(uint64_t started, int stop) {
    static int queued;
    uint64_t time = now();
    queued = 0;
    while (!stop && published - answered < o.posts && published - completed < SLOTS / 2) {
        if (o.rate > 0) {
            if (time < started + (uint64_t) (published * 1e9 / o.rate)) break;
        } else if (published - completed >= o.window) break;
        published++;
        queue_post(time);
        queued++;
    }
    flush_posts();
}

static void read_answers(void) {
    ssize_t n = recv(publisher, buffer, RECEIVE, 0);
    if (n == 0) die("the server closed the publisher's connection after %lld messages", answered);
    if (n < 0) return;
    buffer[n] = 0;
    for (char *p = buffer; (p = strstr(p, "HTTP/1.1 ")); p += 9) {
        if (p[9] != '2') die("answer to the publisher: %.300s", p);
        answered++;
    }
}

static void turn(int wait_ms, uint64_t started, int stop) {
    struct epoll_event events[512];
    int readable[AT_ONCE], count = 0;
    while (connecting < CONNECTING_AT_ONCE && next_to_connect < o.clients) open_client(next_to_connect++);
    int n = epoll_wait(epoll, events, 512, wait_ms);
    for (int i = 0; i < n; i++) {
        if (events[i].data.u32 == UINT32_MAX) {
            if (events[i].events & EPOLLIN) read_answers();
        } else if (events[i].events & EPOLLOUT) {
            send_request(events[i].data.u32);
        } else {
            readable[count++] = events[i].data.u32;
        }
        if (count == AT_ONCE || (count && i == n - 1)) {
            ssize_t lengths[AT_ONCE];
            receive_all(readable, count, lengths);
            uint64_t time = now();
            for (int k = 0; k < count; k++) {
                read_client(readable[k], k, lengths[k], time);
                // epoll tells of it once only, so what did not fit is read now
                while (lengths[k] == RECEIVE && clients[readable[k]].open) {
                    receive_all(&readable[k], 1, &lengths[k]);
                    read_client(readable[k], 0, lengths[k], now());
                }
            }
            count = 0;
        }
    }
    if (publisher >= 0) publish_what_is_due(started, stop);
}

static void options(int count, char **arguments) {
    for (int i = 1; i + 1 < count; i += 2) {
        const char *name = arguments[i], *value = arguments[i + 1];
#define TEXT(option, field) else if (!strcmp(name, option)) o.field = value
#define NUMBER(option, field) else if (!strcmp(name, option)) o.field = atof(value)
        if (!strcmp(name, "--pids")) {
            for (char *list = strdup(value), *p; (p = strsep(&list, ",")) && o.pid_count < 16;) o.pids[o.pid_count++] = atoi(p);
        }
        TEXT("--path", path); TEXT("--publish", publish); TEXT("--format", format); TEXT("--type", type);
        NUMBER("--port", port); NUMBER("--publish-port", publish_port); NUMBER("--clients", clients); NUMBER("--dead", dead);
        NUMBER("--churn", churn); NUMBER("--window", window); NUMBER("--posts", posts); NUMBER("--pad", pad);
        NUMBER("--rate", rate); NUMBER("--seconds", seconds); NUMBER("--warmup", warmup); NUMBER("--idle", idle);
        else die("unknown option %s", name);
    }
    if (!o.publish_port) o.publish_port = o.port;
    if (!o.window) o.window = 1;
    if (o.window > SLOTS / 2) die("--window is at most %d", SLOTS / 2);
    o.clients += o.dead;
}

int main(int count, char **arguments) {
    options(count, arguments);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    clients = calloc(o.clients, sizeof *clients);
    progress_of = calloc(SLOTS, sizeof *progress_of);
    memset(pad_text, 'x', o.pad);
    run = now() / 1000 % 1000000007;
    srand(run);
    if (o.rate > 0 && sched_setscheduler(0, SCHED_IDLE, &(struct sched_param) { 0 }))
        die("the load cannot stand back behind the server: %s", strerror(errno));
    epoll = epoll_create1(0);
    open_ring();
    for (int i = 0; i < o.dead; i++) clients[i].dead = 1;
    for (int i = o.dead; i < o.dead + o.churn; i++) { clients[i].churns = 1; clients[i].stay = 1 + rand() % 400; }

    long pss = memory_kb("Pss:"), socket_memory = socket_memory_kb();
    uint64_t deadline = now() + 60000000000ull, begun = now();
    while (ready < o.clients) {
        turn(10, 0, 1);
        if (now() > deadline) die("only %d of %d clients have a stream after a minute", ready, o.clients);
    }
    double connected_in = (now() - begun) / 1e9;
    if (o.idle) {
        /* says that it is ready, and stays until its input ends */
        printf("clients=%d connected_in=%.2f pss_before=%ld\n", o.clients, connected_in, pss);
        fflush(stdout);
        while (read(0, buffer, RECEIVE) > 0) continue;
        return 0;
    }
    // a server may have answered a client before it knows it
    for (uint64_t settled = now() + 200000000; now() < settled;) turn(10, 0, 1);
    publisher = connect_from(0, o.publish_port);
    struct epoll_event event = { .events = EPOLLIN | EPOLLOUT, .data.u32 = UINT32_MAX };
    epoll_ctl(epoll, EPOLL_CTL_ADD, publisher, &event);
    epoll_wait(epoll, &event, 1, 1000);

    uint64_t started = now(), measure_from = started + o.warmup * 1e9, measure_to = measure_from + o.seconds * 1e9;
    uint64_t time, progress_at = started, from = 0;
    long long last_delivered = 0, before = 0;
    double cpu = 0, own = 0, elapsed = 0;
    long most_socket_memory = 0, most_pss = 0;
    int samples = 0, stop = 0;
    while ((time = now()) < measure_to || measuring || completed < published) {
        if (!measuring && !stop && time >= measure_from) {
            measuring = 1;
            from = now();
            before = delivered;
            cpu = cpu_seconds();
            own = own_cpu_seconds();
        }
        if (measuring && time >= measure_to) {
            cpu = cpu_seconds() - cpu;
            own = own_cpu_seconds() - own;
            elapsed = (now() - from) / 1e9;
            measured_deliveries = delivered - before;
            measuring = 0;
            stop = 1;
        }
        int wait = 20;
        if (o.rate > 0 && !stop) {
            long long due = started + (uint64_t) (published * 1e9 / o.rate) - time;
            wait = due <= 0 ? 0 : due / 1000000 < 20 ? (due + 999999) / 1000000 : 20;
        }
        turn(wait, started, stop);
        if (o.dead && (long long) (time - started) / 200000000 >= samples) {
            samples++;
            long memory = socket_memory_kb(), p = memory_kb("Pss:");
            if (memory > most_socket_memory) most_socket_memory = memory;
            if (p > most_pss) most_pss = p;
        }
        if (delivered != last_delivered) { last_delivered = delivered; progress_at = time; }
        if (time > measure_to && time - progress_at > 5000000000ull) break;
        if (time - progress_at > 20000000000ull && !(o.rate > 0 && o.rate < 0.1)) break;
    }
    long long lost = 0;
    for (int i = o.dead; i < o.clients; i++) lost += published - clients[i].seen;
    if (lost) errors++;
    printf("clients=%d messages=%lld deliveries=%lld per_second=%.0f cpu_us=%.4f cpu_s=%.3f load_cpu_us=%.4f "
        "p50_ms=%.3f p99_ms=%.3f last_p50_ms=%.3f last_p99_ms=%.3f "
        "last_read_p50_ms=%.3f last_read_p99_ms=%.3f lost=%lld errors=%lld reconnects=%lld pss_kb=%ld "
        "pss_before_kb=%ld connected_in=%.2f",
        o.clients - o.dead, published, measured_deliveries, measured_deliveries / elapsed,
        measured_deliveries ? cpu * 1e6 / measured_deliveries : 0, cpu,
        measured_deliveries ? own * 1e6 / measured_deliveries : 0,
        quantile(&each_latency, .5), quantile(&each_latency, .99), quantile(&last_latency, .5), quantile(&last_latency, .99),
        quantile(&last_read_latency, .5), quantile(&last_read_latency, .99),
        lost, errors, reconnects, memory_kb("Pss:"), pss, connected_in);
    if (o.dead) printf(" most_pss_kb=%ld most_socket_kb=%ld socket_before_kb=%ld", most_pss, most_socket_memory, socket_memory);
    printf("\n");
    return errors != 0;
}
