package dev.twitchrelay;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes UTF-8 the charset of everything, whatever the locale. Java takes its charsets from the locale when it starts and never
 * again: until Java 17 that of texts, and in all versions that of file names and of what is printed. Services, containers and
 * cron have the locale {@code C}, and there libraries that we use (Camel, jq, MQTT) would turn {@code ü} into {@code ?}. So the
 * process starts itself over in place, by {@code execve}: it keeps its id, its terminal and its parent. Called first in {@code
 * main}, before anything is open; costs about 0.2 s in such a locale, and nothing in others.
 */
final class Utf8Start {
    /** Says to the second start that there was a first, so that there is no third. */
    private static final String AGAIN = "TWITCH_RELAY_STARTED_AGAIN";

    private static final List<String> OPTIONS = List.of("-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8");

    private Utf8Start() {}

    /**
     * Returns if nothing is to be done or can be done; the latter is said on standard error. Elsewhere than on Linux no process
     * can be started over in place, and the locale has other names.
     */
    static void ensure() {
        if ((isUtf8(Charset.defaultCharset().name()) && isUtf8(System.getProperty("sun.jnu.encoding")))
                || !Platform.isLinux()) {
            return;
        }
        String why = "it did not help to start again";
        if (System.getenv(AGAIN) == null) {
            try {
                startAgain();
            } catch (IOException | RuntimeException | LinkageError e) {
                why = e.toString();
            }
        }
        System.err.println("this locale is not UTF-8, so letters beyond English ones may be damaged (" + why
                + "). To do: set LC_ALL=C.UTF-8");
    }

    private static boolean isUtf8(String charset) {
        return "UTF-8".equalsIgnoreCase(charset);
    }

    /** As the kernel has them, because in this locale Java cannot decode all arguments and variables. */
    private static void startAgain() throws IOException {
        List<byte[]> arguments = parts(Path.of("/proc/self/cmdline"));
        arguments.addAll(1, OPTIONS.stream().map(Utf8Start::bytes).toList());
        List<byte[]> variables = parts(Path.of("/proc/self/environ"));
        variables.removeIf(variable -> new String(variable, StandardCharsets.ISO_8859_1).startsWith("LC_ALL="));
        variables.add(bytes("LC_ALL=C.UTF-8"));
        variables.add(bytes(AGAIN + "=1"));
        try (Texts argv = new Texts(arguments);
                Texts envp = new Texts(variables)) {
            C.execve("/proc/self/exe", argv.pointers, envp.pointers);
        } catch (LastErrorException e) {
            throw new IOException("execve failed with errno " + e.getErrorCode(), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What lies between zero bytes. */
    private static List<byte[]> parts(Path file) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        // one byte is one char here, so nothing is lost
        for (String part : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\0", -1)) {
            parts.add(part.getBytes(StandardCharsets.ISO_8859_1));
        }
        // the file ends with a zero byte, and nothing is behind it
        parts.remove(parts.size() - 1);
        return parts;
    }

    /** An array of C strings that ends with NULL. */
    private static final class Texts implements AutoCloseable {
        final Memory pointers;
        private final List<Memory> texts = new ArrayList<>();

        Texts(List<byte[]> contents) {
            pointers = new Memory((long) (contents.size() + 1) * Native.POINTER_SIZE);
            pointers.clear();
            for (byte[] content : contents) {
                Memory text = new Memory(content.length + 1L);
                text.clear();
                text.write(0, content, 0, content.length);
                pointers.setPointer((long) texts.size() * Native.POINTER_SIZE, text);
                texts.add(text);
            }
        }

        @Override
        public void close() {
            texts.forEach(Memory::close);
            pointers.close();
        }
    }

    /** The C library; loaded when it is called first. */
    private static final class C {
        static {
            Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        static native int execve(String file, Pointer arguments, Pointer variables) throws LastErrorException;
    }
}
