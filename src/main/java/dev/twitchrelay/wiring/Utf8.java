package dev.twitchrelay.wiring;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes UTF-8 the charset of texts, whatever the locale. Services, containers and cron have the locale {@code C}: there Java 17
 * reads texts as ASCII and every Java prints ASCII, and libraries that routes use (Camel, jq, MQTT) ask for no other charset, so
 * that {@code ü} would become {@code ?}. {@code main} calls it first, because libraries keep the charset that they find.
 *
 * <p>Java also takes the charset of arguments, environment variables and file names from the locale, before {@code main} runs.
 * Nothing changes this afterwards, so the launcher ({@code src/main/dist/twitch-relay}) sets a locale of UTF-8 beforehand.
 */
public final class Utf8 {
    private static final String REMEDY = ". To do: set LC_ALL=C.UTF-8";

    private Utf8() {}

    /** Says on standard error what cannot be made right, and how the user does it. */
    public static void ensure() {
        if (!Charset.defaultCharset().equals(StandardCharsets.UTF_8)) {
            decodeTexts();
        }
        boolean localeIsUtf8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        // elsewhere a terminal may know nothing but the locale's charset
        if (!localeIsUtf8 && System.getProperty("os.name").equals("Linux")) {
            print();
            if (hasOtherThanAscii("/proc/self/cmdline") || hasOtherThanAscii("/proc/self/environ")) {
                System.err.println(
                        "this locale is not UTF-8, so Java does not understand the letters beyond English ones in"
                                + " arguments and environment variables" + REMEDY);
            }
        }
    }

    /** Until Java 17 the charset is a variable that is set when it is first asked for; the manifest opens its package. */
    private static void decodeTexts() {
        System.setProperty("file.encoding", "UTF-8");
        try {
            Field charset = Charset.class.getDeclaredField("defaultCharset");
            charset.setAccessible(true);
            charset.set(null, StandardCharsets.UTF_8);
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.err.println(
                    "texts are not UTF-8, so letters beyond English ones may be damaged (" + e + ")" + REMEDY);
        }
    }

    private static void print() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        // on a terminal Spring Boot would ask for the terminal's charset, which is the locale's
        System.setProperty("logging.charset.console", "UTF-8");
    }

    private static boolean hasOtherThanAscii(String file) {
        try {
            for (byte each : Files.readAllBytes(Path.of(file))) {
                if (each < 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            // without /proc nobody can say
        }
        return false;
    }
}
