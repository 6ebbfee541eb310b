package dev.twitchrelay.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/** One line of a journal: the checksum of a text in eight hexadecimal digits, a blank, the text, a line feed. */
final class JournalLine {
    private static final int PREFIX = 9;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JournalLine() {}

    /** @param text without a line feed */
    static byte[] encode(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[PREFIX + content.length + 1];
        int checksum = checksum(content, 0, content.length);
        for (int i = 0; i < 8; i++) {
            line[i] = DIGITS[(checksum >>> (28 - 4 * i)) & 0xf];
        }
        line[8] = ' ';
        System.arraycopy(content, 0, line, PREFIX, content.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** The text of a line, given without its line feed; empty when it is not what was written. */
    static Optional<String> decode(byte[] bytes, int from, int to) {
        if (to - from < PREFIX || bytes[from + 8] != ' ') {
            return Optional.empty();
        }
        String said = new String(bytes, from, 8, StandardCharsets.ISO_8859_1);
        String is = String.format("%08x", checksum(bytes, from + PREFIX, to - from - PREFIX));
        return said.equals(is)
                ? Optional.of(new String(bytes, from + PREFIX, to - from - PREFIX, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
