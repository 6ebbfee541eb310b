package dev.twitchrelay.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** One line of a journal: the checksum of a text in eight hexadecimal digits, a blank, the text, a line feed. */
final class JournalLine {
    private static final int PREFIX = 9;

    private JournalLine() {}

    /** @param text without a line feed */
    static byte[] encode(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(PREFIX + content.length + 1)
                .put(checksum(content, 0, content.length).getBytes(StandardCharsets.US_ASCII))
                .put((byte) ' ')
                .put(content)
                .put((byte) '\n')
                .array();
    }

    /** The text of a line, which is given without its line feed; empty if the checksum is wrong. */
    static Optional<String> decode(byte[] bytes, int from, int to) {
        int begin = from + PREFIX;
        boolean isWhole = begin <= to
                && bytes[begin - 1] == ' '
                && new String(bytes, from, PREFIX - 1, StandardCharsets.ISO_8859_1)
                        .equals(checksum(bytes, begin, to - begin));
        return isWhole ? Optional.of(new String(bytes, begin, to - begin, StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static String checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return HexFormat.of().toHexDigits(crc.getValue(), PREFIX - 1);
    }
}
