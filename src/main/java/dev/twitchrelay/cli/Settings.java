package dev.twitchrelay.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.UnaryOperator;

/** The settings that a relay would start with. Messages never contain a value. Thread-safe when the lookup is. */
public final class Settings {
    private final UnaryOperator<String> lookup;
    private final Runnable check;

    /**
     * @param lookup gives the value of a property, or null
     * @param check throws the exception with which the relay would refuse to start
     */
    public Settings(UnaryOperator<String> lookup, Runnable check) {
        this.lookup = lookup;
        this.check = check;
    }

    /**
     * Throws an exception with a sentence for people when the relay would refuse to start with the settings for Twitch.
     */
    void check() {
        check.run();
    }

    /** The value, or an empty text. */
    String get(String property) {
        String value = lookup.apply(property);
        return value == null ? "" : value;
    }

    /** The value, or null when the property is not set. */
    String find(String property) {
        return lookup.apply(property);
    }

    /** The address at which a relay with these settings can be called on this computer. */
    URI relay() {
        return URI.create((isHttps() ? "https" : "http") + "://" + host() + ":" + get("server.port"));
    }

    /**
     * The host to call. An address that stands for all addresses, such as 0.0.0.0, cannot be called, so 127.0.0.1
     * replaces it.
     */
    private String host() {
        String host = get("server.address").replaceFirst("^\\[(.*)]$", "$1");
        try {
            if (!host.isEmpty() && !InetAddress.getByName(host).isAnyLocalAddress()) {
                return host.indexOf(':') < 0 ? host : "[" + host + "]";
            }
        } catch (UnknownHostException notKnown) {
            // with such an address the relay cannot start, so no relay answers
        }
        return "127.0.0.1";
    }

    boolean isHttps() {
        return !get("server.ssl.certificate").isEmpty();
    }
}
