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
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Cleans the values of our settings where they come from, so that Java, routes and what is filled in below Camel see the same
 * clean text. Values are typed, copied from web pages, and made into Secrets with {@code echo}, so they carry line ends, blanks,
 * marks that nobody sees, quotes of an env file, or {@code oauth:} before a token. What would be wrong inside a value is refused
 * by the setting's name, and never by its value, which may be a secret.
 */
final class CleanSettings implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    private static final Pattern OURS =
            Pattern.compile("(?i)(twitch|relay|sse|sinks|outbox|server|management|cluster)[._].*");

    private static final Pattern LIST = Pattern.compile("relayallowedhosts|sseallowedorigins|clusternatsservers");
    private static final Pattern TOKEN = Pattern.compile(".*token");
    private static final Pattern PASSWORD = Pattern.compile(".*password");
    private static final Pattern URL = Pattern.compile("(twitch|sinks).*url|clusternatsservers|sseallowedorigins");

    /** Paths are appended to these addresses, or they are compared. The path of a sink's address belongs to its peer. */
    private static final Pattern WITHOUT_SLASH = Pattern.compile("twitch.*url|clusternatsservers|sseallowedorigins");

    /** Goes to Twitch in a header or a form, where only visible ASCII arrives as it was. */
    private static final Pattern TWITCH_CREDENTIAL =
            Pattern.compile("twitch(clientid|clientsecret|accesstoken|refreshtoken)");

    /** Names may hold joiners, which some languages need. */
    private static final Pattern FILE =
            Pattern.compile("relay(routes|widgets|data)|.*(folder|file|certificate|privatekey|credentials)");

    /** Any other setting of a sink may be a text of several lines, which a route of somebody's own sends. */
    private static final Pattern SINK_TEXT =
            Pattern.compile("sinks(?!.*(url|token|secret|password|id|name|key|topic|host|address|channel)$).*");

    private static final Pattern TOKEN_PREFIX = Pattern.compile("(?i)^(oauth:|(bearer|oauth)(?=\\s))");
    private static final Pattern CHANNEL_PREFIX =
            Pattern.compile("(?i)^((https?://)?((www|m)\\.)?twitch\\.tv/|[@#])|/+$");
    private static final Pattern ADDRESS = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):/{2,}([^/?#]+)([^?#]*)(.*)");
    private static final List<String> QUOTES = List.of("\"\"", "''", "“”", "‘’");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        clean(context.getEnvironment());
    }

    /** @throws InvalidSettingException naming the setting that holds what cannot be in it */
    static void clean(ConfigurableEnvironment environment) {
        Map<String, String> names = dottedNames(environment);
        // values that refer to others come last, because they are looked at with the others filled in
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

    /** How settings are called in messages, also those that came as environment variables. */
    private static Map<String, String> dottedNames(ConfigurableEnvironment environment) {
        Map<String, String> names = new HashMap<>();
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

    /** The same for all spellings of a name: {@code twitch.client-id}, {@code TWITCH_CLIENT_ID}, {@code twitch.clientId}. */
    private static String compact(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The value of a setting as it is used.
     *
     * @throws InvalidSettingException naming the setting, if no cleaning helps
     */
    static String clean(String setting, String value) {
        String kind = compact(setting);
        String clean = LIST.matcher(kind).matches() && value.indexOf(',') >= 0
                ? Arrays.stream(value.split(","))
                        .map(element -> cleanOne(kind, element))
                        .collect(Collectors.joining(","))
                : cleanOne(kind, value);
        refuseWhatCannotBeIn(setting, kind, clean);
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

    /** Without blanks, line ends and what nobody sees at both ends. */
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

    /** Scheme and host in lower case, single slashes; what is no address stays as it is, and is refused where it is used. */
    private static String address(String text, boolean withoutSlash) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        String authority = parts.group(2);
        int host = authority.lastIndexOf('@') + 1;
        // a slash after a colon begins an address inside of the path, as proxies take it
        String path = parts.group(3).replaceAll("(?<!:)/{2,}", "/");
        String rest = parts.group(4).replaceFirst("^[?#]+$", "");
        return parts.group(1).toLowerCase(Locale.ROOT) + "://"
                + authority.substring(0, host)
                + authority.substring(host).toLowerCase(Locale.ROOT)
                + (withoutSlash ? path.replaceFirst("/+$", "") : path)
                + rest;
    }

    private static void refuseWhatCannotBeIn(String setting, String kind, String value) {
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

    /** After everybody else who brings settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
