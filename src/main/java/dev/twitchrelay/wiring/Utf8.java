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
 * Makes UTF-8 the charset of texts in every locale. Services, containers and cron have the locale {@code C}. In this
 * locale Java 17 reads texts as ASCII, and every Java prints ASCII. Libraries that routes use (Camel, jq, MQTT) name no
 * charset, so the letters beyond English ones would become question marks. {@code main} calls this class first, because
 * libraries keep the charset that they find.
 *
 * <p>Java decodes arguments, environment variables and file names by the locale before {@code main} runs, and nothing
 * changes them afterwards. So the launcher ({@code src/main/dist/twitch-relay}) sets a locale of UTF-8.
 */
public final class Utf8 {
    private static final String REMEDY = ". To do: set LC_ALL=C.UTF-8";

    private Utf8() {}

    /** Prints a remedy on standard error for each part that cannot be changed any more. */
    public static void ensure() {
        if (!Charset.defaultCharset().equals(StandardCharsets.UTF_8)) {
            decodeTexts();
        }
        boolean localeIsUtf8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        // on other systems a terminal may know the locale's charset only
        if (!localeIsUtf8 && System.getProperty("os.name").equals("Linux")) {
            print();
            if (hasOtherThanAscii("/proc/self/cmdline") || hasOtherThanAscii("/proc/self/environ")) {
                System.err.println(
                        "this locale is not UTF-8, so Java does not understand the letters beyond English ones in"
                                + " arguments and environment variables" + REMEDY);
            }
        }
    }

    /** Up to Java 17, the default charset is a static variable. The manifest opens its package. */
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
        // on a terminal, Spring Boot would take the locale's charset
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
            // without /proc there is no way to know
        }
        return false;
    }
}
