package dev.twitchrelay.http;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a request with a file of the user, or with a range of the file, in pieces. The next piece is read when the client
 * has taken most of the pieces before. The file is open only while a piece is read, so clients that do not read take no open
 * files and little memory. Called on a worker thread, once.
 */
final class FileAnswer {
    private static final int PIECE_BYTES = 16 * 1024;

    /** One range, as a browser asks for parts of a video. A request for several ranges gets the whole file. */
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Path file;
    private final WorkerExecutor disk;
    private long length;
    private long position;
    private long end;

    /** @param disk the threads that read the file */
    FileAnswer(RoutingContext context, Path file, WorkerExecutor disk) {
        this.context = context;
        this.response = context.response();
        this.file = file;
        this.disk = disk;
    }

    /**
     * Begins the answer.
     *
     * @param name its ending gives the media type
     * @param folder the setting with the folder of the file, for the refusal when the file cannot be read
     */
    void begin(String name, String folder) {
        String version;
        try {
            length = Files.size(file);
            version = Long.toHexString(length) + "-"
                    + Long.toHexString(Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            JsonAnswer.refuse(context, 404, "this file of " + folder + " cannot be read");
            return;
        }
        HttpServerRequest request = context.request();
        response.putHeader("Accept-Ranges", "bytes");
        if (Page.isUnchanged(request, name, version, false, true)) {
            return;
        }
        end = length;
        String range = request.getHeader("Range");
        String wanted = request.getHeader("If-Range");
        boolean current = wanted == null || wanted.equals('"' + version + '"');
        Matcher bounds = RANGE.matcher(range == null || !current ? "" : range);
        if (bounds.matches() && !takeRange(bounds.group(1), bounds.group(2))) {
            response.putHeader("Content-Range", "bytes */" + length);
            JsonAnswer.refuse(context, 416, "the file has only " + length + " bytes");
            return;
        }
        response.putHeader("Content-Length", String.valueOf(end - position));
        if (position == end || request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        next();
    }

    /** Returns false if the file has no byte of the range. A range that ends before it begins counts as none. */
    private boolean takeRange(String first, String last) {
        long from = first.isEmpty() ? 0 : Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE - 1 : Long.parseLong(last);
        if (to < from || (first.isEmpty() && last.isEmpty())) {
            return true;
        }
        if (first.isEmpty()) { // the last bytes of the file
            from = Math.max(0, length - to);
            to = length;
        }
        if (from >= length) {
            return false;
        }
        position = from;
        end = Math.min(length, to + 1);
        response.setStatusCode(206).putHeader("Content-Range", "bytes " + position + "-" + (end - 1) + "/" + length);
        return true;
    }

    private void next() {
        disk.executeBlocking(this::read, false).onComplete(read -> {
            if (read.failed()) {
                response.reset();
            } else if (!response.closed()) {
                write(read.result());
            }
        });
    }

    private void write(Buffer piece) {
        position += piece.length();
        if (position == end) {
            response.end(piece);
            return;
        }
        response.write(piece);
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                next();
            });
        } else {
            next();
        }
    }

    private Buffer read() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, end - position));
        try (SeekableByteChannel open = Files.newByteChannel(file)) {
            open.position(position);
            while (piece.hasRemaining()) {
                if (open.read(piece) < 0) {
                    throw new EOFException("the file became shorter");
                }
            }
        }
        return Buffer.buffer(piece.array());
    }
}
