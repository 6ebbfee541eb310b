package dev.twitchrelay.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a file of the media folder is, by its first bytes: a name proves nothing. These formats hold no script, so none of
 * them can act as a page. The specification of each format names its first bytes.
 */
enum MediaKind {
    PNG("picture", "png") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "\u0089PNG\r\n\u001a\n");
        }
    },
    GIF("picture", "gif") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "GIF87a") || is(head, 0, "GIF89a");
        }
    },
    WEBP("picture", "webp") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "RIFF") && is(head, 8, "WEBP");
        }
    },
    JPEG("picture", "jpg") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "\u00ff\u00d8\u00ff");
        }
    },
    /** Matroska, of which WebM is a part, begins alike and has another DocType. */
    WEBM("video", "webm") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "\u001aE\u00df\u00a3") && text(head).contains("B\u0082\u0084webm");
        }
    },
    OGG("sound", "ogg") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "OggS");
        }
    },
    WAV("sound", "wav") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "RIFF") && is(head, 8, "WAVE");
        }
    },
    /** With a tag, or at once with a frame of layer III that has a bit rate and a sample rate. */
    MP3("sound", "mp3") {
        @Override
        boolean begins(byte[] head) {
            return is(head, 0, "ID3")
                    || (head.length > 2
                            && head[0] == (byte) 0xff
                            && (head[1] & 0xe6) == 0xe2
                            && (head[2] & 0xf0) != 0xf0
                            && (head[2] & 0x0c) != 0x0c);
        }
    };

    /** The number of bytes that tell the kind of a file. */
    static final int HEAD_BYTES = 64;

    private final String use;
    private final String ending;

    MediaKind(String use, String ending) {
        this.use = use;
        this.ending = ending;
    }

    /** @param head the first {@link #HEAD_BYTES} bytes of a file, or all if it has fewer */
    static Optional<MediaKind> of(byte[] head) {
        return Stream.of(values()).filter(kind -> kind.begins(head)).findFirst();
    }

    /** Why a file of no kind is refused: the rest of a sentence that begins with its name. */
    static String refusal(String name, byte[] head) {
        if (text(head).contains("<svg") || name.toLowerCase(Locale.ROOT).endsWith(".svg")) {
            return "is an SVG picture, which may hold a script: save it as PNG or WebP";
        }
        return "is no PNG, GIF, WebP, JPEG, WebM, MP3, OGG or WAV file, whatever its name says";
    }

    abstract boolean begins(byte[] head);

    /** What widgets use it as: {@code picture}, {@code video} or {@code sound}. */
    String use() {
        return use;
    }

    /** The ending of such files, which gives the media type. */
    String ending() {
        return ending;
    }

    private static boolean is(byte[] head, int at, String bytes) {
        return text(head).startsWith(bytes, at);
    }

    /** A character for each byte. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
