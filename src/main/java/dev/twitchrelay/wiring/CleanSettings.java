package dev.twitchrelay.wiring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Cleans the relay's settings where they come from, so that Java and routes see the same clean text. People type
 * values, copy them from web pages, and make Secrets of them with {@code echo}. So a value may carry line ends, blanks,
 * invisible characters, the quotes of an env file, or {@code oauth:} before a token. A value that stays wrong is
 * refused with the name of the setting, and never with the value, which may be a secret.
 *
 * <p>Spring calls the instance at the start, on the main thread. Commands, and checks that run earlier, call the static
 * methods.
 */
final class CleanSettings implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    private static final Pattern OURS =
            Pattern.compile("(?i)(twitch|relay|sse|sinks|outbox|server|management|cluster)[._].*");

    private static final Pattern LIST = Pattern.compile("relayallowedhosts|sseallowedorigins|clusternatsservers");
    private static final Pattern TOKEN = Pattern.compile(".*token");
    private static final Pattern PASSWORD = Pattern.compile(".*password");
    private static final Pattern URL =
            Pattern.compile("(twitch|relay|sinks).*url|clusternatsservers|sseallowedorigins");

    /**
     * The relay appends paths to these addresses, or compares them, so they end without a slash. The path of a sink's
     * address belongs to the sink's peer.
     */
    private static final Pattern WITHOUT_SLASH =
            Pattern.compile("(twitch|relay).*url|clusternatsservers|sseallowedorigins");

    /** These go to Twitch in a header or a form, which carries visible ASCII only. */
    private static final Pattern TWITCH_CREDENTIAL =
            Pattern.compile("twitch(clientid|clientsecret|accesstoken|refreshtoken)");

    /** Names of files may hold joiners, which some languages need. */
    private static final Pattern FILE =
            Pattern.compile("relay(routes|widgets|data)|.*(folder|file|certificate|privatekey|credentials)");

    /** Any other setting of a sink may be a text of several lines that an integrator's route sends. */
    private static final Pattern SINK_TEXT =
            Pattern.compile("sinks(?!.*(url|token|secret|password|id|name|key|topic|host|address|channel)$).*");

    private static final Pattern TOKEN_PREFIX = Pattern.compile("(?i)^(oauth:|(bearer|oauth)(?=\\s))");
    private static final Pattern CHANNEL_PREFIX =
            Pattern.compile("(?i)^((https?://)?((www|m)\\.)?twitch\\.tv/|[@#])|/+$");
    private static final Pattern ADDRESS = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):/{2,}([^/?#]+)([^?#]*)(.*)");
    private static final List<String> QUOTES = List.of("\"\"", "''", "“”", "‘’");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        checkReferences(context.getEnvironment());
        clean(context.getEnvironment());
    }

    /** Refuses a reference to no setting before Spring does, because Spring's message would show the value. */
    private static void checkReferences(ConfigurableEnvironment environment) {
        Map<String, Integer> valuesOnTheWay = new LinkedHashMap<>();
        for (String name : dottedNames(environment).values()) {
            try {
                environment.getProperty(name);
            } catch (PlaceholderResolutionException e) {
                valuesOnTheWay.put(name, e.getValues().size());
            }
        }
        // the setting with the fewest values on the way holds the wrong reference, and the others refer to this setting
        valuesOnTheWay.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .ifPresent(wrong -> value(environment, wrong.getKey()));
    }

    /**
     * The value of a setting before it is cleaned, or null.
     *
     * @throws InvalidSettingException naming the setting, when it refers to a setting that does not exist
     */
    static String value(Environment environment, String name) {
        try {
            return environment.getProperty(name);
        } catch (IllegalArgumentException unresolvable) {
            throw new InvalidSettingException(
                    name + " holds a ${…} that refers to no setting",
                    "correct the reference; if it is none, write \\${ for ${");
        }
    }

    /** @throws InvalidSettingException naming the setting whose value cannot be cleaned */
    static void clean(ConfigurableEnvironment environment) {
        Map<String, String> names = dottedNames(environment);
        // values with references come last, because they are cleaned with the references filled in
        clean(environment, names, value -> !value.contains("${"));
        clean(environment, names, value -> value.contains("${") && !value.contains("\\${"));
    }

    private static void clean(
            ConfigurableEnvironment environment, Map<String, String> names, Predicate<String> concerned) {
        MutablePropertySources sources = environment.getPropertySources();
        for (PropertySource<?> source : sources.stream().toList()) {
            if (source instanceof EnumerablePropertySource<?> settings) {
                Map<String, Object> changed = new HashMap<>();
                for (String name : settings.getPropertyNames()) {
                    if (OURS.matcher(name).matches()
                            && settings.getProperty(name) instanceof CharSequence raw
                            && concerned.test(raw.toString())) {
                        String value = environment.resolvePlaceholders(raw.toString());
                        String clean = clean(names.getOrDefault(compact(name), name), value);
                        if (!clean.equals(value)) {
                            changed.put(name, clean);
                        }
                    }
                }
                if (!changed.isEmpty()) {
                    sources.replace(source.getName(), changed(settings, changed));
                }
            }
        }
    }

    private static PropertySource<?> changed(EnumerablePropertySource<?> source, Map<String, Object> changed) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : source.getPropertyNames()) {
            all.put(name, changed.getOrDefault(name, source.getProperty(name)));
        }
        return source instanceof SystemEnvironmentPropertySource
                ? new SystemEnvironmentPropertySource(source.getName(), all)
                : new MapPropertySource(source.getName(), all);
    }

    /** The names for messages, by the compact form of the name: {@code twitch.client-id} also for TWITCH_CLIENT_ID. */
    private static Map<String, String> dottedNames(ConfigurableEnvironment environment) {
        Map<String, String> names = new LinkedHashMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> settings) {
                for (String name : settings.getPropertyNames()) {
                    if (name.indexOf('.') > 0 && OURS.matcher(name).matches()) {
                        names.putIfAbsent(compact(name), name);
                    }
                }
            }
        }
        return names;
    }

    /** One form for all spellings of a name, such as {@code twitch.client-id} and {@code TWITCH_CLIENT_ID}. */
    private static String compact(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The clean form of a value.
     *
     * @throws InvalidSettingException naming the setting, when the value holds a character that the setting cannot have
     */
    static String clean(String setting, String value) {
        String kind = compact(setting);
        String clean = LIST.matcher(kind).matches() && value.indexOf(',') >= 0
                ? Arrays.stream(value.split(","))
                        .map(element -> cleanOne(kind, element))
                        .collect(Collectors.joining(","))
                : cleanOne(kind, value);
        refuseCharacters(setting, kind, clean);
        return clean;
    }

    private static String cleanOne(String kind, String value) {
        String clean = stripped(value);
        if (!PASSWORD.matcher(kind).matches()) {
            clean = unquoted(clean);
        }
        if (TOKEN.matcher(kind).matches()) {
            clean = stripped(TOKEN_PREFIX.matcher(clean).replaceFirst(""));
        }
        if (kind.equals("twitchchannel")) {
            clean = CHANNEL_PREFIX.matcher(clean).replaceAll("");
        }
        return URL.matcher(kind).matches()
                ? address(clean, WITHOUT_SLASH.matcher(kind).matches())
                : clean;
    }

    /** The text without blanks, line ends and invisible characters at both ends. */
    private static String stripped(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isInvisible(value.charAt(from))) {
            from++;
        }
        while (to > from && isInvisible(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isInvisible(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }

    private static String unquoted(String value) {
        int end = value.length() - 1;
        return end > 0 && QUOTES.contains("" + value.charAt(0) + value.charAt(end))
                ? stripped(value.substring(1, end))
                : value;
    }

    /** Scheme and host in lower case, and single slashes. A text that is no address stays as it is. */
    private static String address(String text, boolean withoutSlash) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        String authority = parts.group(2);
        int host = authority.lastIndexOf('@') + 1;
        // after a colon two slashes stay, because proxies take whole addresses in a path
        String path = parts.group(3).replaceAll("(?<!:)/{2,}", "/");
        String rest = parts.group(4).replaceFirst("^[?#]+$", "");
        return parts.group(1).toLowerCase(Locale.ROOT) + "://"
                + authority.substring(0, host)
                + authority.substring(host).toLowerCase(Locale.ROOT)
                + (withoutSlash ? path.replaceFirst("/+$", "") : path)
                + rest;
    }

    private static void refuseCharacters(String setting, String kind, String value) {
        if (SINK_TEXT.matcher(kind).matches()) {
            return;
        }
        boolean joinersAllowed =
                FILE.matcher(kind).matches() || PASSWORD.matcher(kind).matches();
        value.codePoints()
                .filter(c -> Character.isISOControl(c)
                        || (!joinersAllowed && Character.getType(c) == Character.FORMAT)
                        || (TWITCH_CREDENTIAL.matcher(kind).matches() && (c <= ' ' || c > '~')))
                .findFirst()
                .ifPresent(c -> {
                    throw new InvalidSettingException(
                            "%s holds a character that cannot be in it (U+%04X, %s)"
                                    .formatted(setting, c, Character.getName(c)),
                            "copy the value again, without line breaks and blanks");
                });
    }

    /** After the other initializers that add settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
