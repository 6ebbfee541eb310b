package dev.twitchrelay.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The kind of a file of the media folder, by its first bytes, because a name proves nothing. These formats hold no script, so
 * none of them can act as a page. The specification of each format names its first bytes.
 */
enum MediaKind {
    PNG("picture", "png", head -> is(head, 0, "\u0089PNG\r\n\u001a\n")),
    GIF("picture", "gif", head -> is(head, 0, "GIF87a") || is(head, 0, "GIF89a")),
    WEBP("picture", "webp", head -> is(head, 0, "RIFF") && is(head, 8, "WEBP")),
    JPEG("picture", "jpg", head -> is(head, 0, "\u00ff\u00d8\u00ff")),
    /** Matroska, of which WebM is a part, begins alike and has another DocType. */
    WEBM(
            "video",
            "webm",
            head -> is(head, 0, "\u001aE\u00df\u00a3") && text(head).contains("B\u0082\u0084webm")),
    OGG("sound", "ogg", head -> is(head, 0, "OggS")),
    WAV("sound", "wav", head -> is(head, 0, "RIFF") && is(head, 8, "WAVE")),
    MP3("sound", "mp3", head -> is(head, 0, "ID3") || isFrameOfLayerThree(head));

    /** The number of bytes that tell the kind of a file. */
    static final int HEAD_BYTES = 64;

    private final String use;
    private final String ending;

    @SuppressWarnings("ImmutableEnumChecker") // the predicates above have no state
    private final Predicate<byte[]> begins;

    MediaKind(String use, String ending, Predicate<byte[]> begins) {
        this.use = use;
        this.ending = ending;
        this.begins = begins;
    }

    /** @param head the first {@link #HEAD_BYTES} bytes of a file, or all if it has fewer */
    static Optional<MediaKind> of(byte[] head) {
        return Stream.of(values()).filter(kind -> kind.begins.test(head)).findFirst();
    }

    /** Why a file of no kind is refused: the rest of a sentence that begins with its name. */
    static String refusal(String name, byte[] head) {
        if (text(head).contains("<svg") || name.toLowerCase(Locale.ROOT).endsWith(".svg")) {
            return "is an SVG picture, which may hold a script: save it as PNG or WebP";
        }
        return "is no PNG, GIF, WebP, JPEG, WebM, MP3, OGG or WAV file, whatever its name says";
    }

    /** Its use in widgets: {@code picture}, {@code video} or {@code sound}. */
    String use() {
        return use;
    }

    /** The ending of such files, which gives the media type. */
    String ending() {
        return ending;
    }

    /** An MP3 without a tag begins with a frame of layer III that has a bit rate and a sample rate. */
    private static boolean isFrameOfLayerThree(byte[] head) {
        return head.length > 2
                && head[0] == (byte) 0xff
                && (head[1] & 0xe6) == 0xe2
                && (head[2] & 0xf0) != 0xf0
                && (head[2] & 0x0c) != 0x0c;
    }

    private static boolean is(byte[] head, int at, String bytes) {
        return text(head).startsWith(bytes, at);
    }

    /** A character for each byte. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
