package dev.twitchrelay.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.UnaryOperator;

/** The relay's settings, as it would start with them. Never prints a value. */
public final class Settings {
    private final UnaryOperator<String> lookup;
    private final Runnable check;

    /**
     * @param lookup the value of a property, or null
     * @param check throws what the relay would refuse to start with
     */
    public Settings(UnaryOperator<String> lookup, Runnable check) {
        this.lookup = lookup;
        this.check = check;
    }

    /** Settings that nobody has to check. */
    public Settings(UnaryOperator<String> lookup) {
        this(lookup, () -> {});
    }

    /** Throws, with a sentence, if the relay would refuse to start with what is set for Twitch. */
    void check() {
        check.run();
    }

    /** The value, or the empty text. */
    String get(String property) {
        String value = lookup.apply(property);
        return value == null ? "" : value.strip();
    }

    /** The value, or null when the property is not there at all. */
    String find(String property) {
        return lookup.apply(property);
    }

    /** Where a relay with these settings listens on this computer. */
    URI relay() {
        return URI.create((isHttps() ? "https" : "http") + "://" + host() + ":" + get("server.port"));
    }

    /** What stands for all addresses can be listened on, but not asked. */
    private String host() {
        String host = get("server.address").replaceFirst("^\\[(.*)]$", "$1");
        try {
            if (!host.isEmpty() && !InetAddress.getByName(host).isAnyLocalAddress()) {
                return host.indexOf(':') < 0 ? host : "[" + host + "]";
            }
        } catch (UnknownHostException notKnown) {
            // then the relay could not start with it either, and none answers
        }
        return "127.0.0.1";
    }

    boolean isHttps() {
        return !get("server.ssl.certificate").isEmpty();
    }
}
