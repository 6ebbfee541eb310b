package dev.twitchrelay.routes;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Finds secrets in route files, because many people can read them. No message repeats a secret. Thread-safe. */
final class SecretLint implements RouteLint {
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(token|secret|password|passphrase|api-?key|access-?key|webhook|credential|authorization).*");
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?i)https?://[^/]*(discord(app)?\\.com/api/webhooks|hooks\\.slack\\.com/services)/\\S+"
                    + "|\\b(bearer|oauth|basic)[ :]+[a-z0-9+/=._-]{16,}|\\b\\d{8,10}:[a-z0-9_-]{30,}"
                    + "|\\b(sk|ghp|gho|xox[abp])[-_][a-z0-9-]{16,}");
    private static final Pattern NO_LITERAL = Pattern.compile(".*(\\{\\{|\\$\\{).*|#.*|\\s*|true|false|\\d{1,6}");
    private static final Pattern LITERAL_KEY = Pattern.compile("constant|expression|value");
    private static final int SHORTEST = 8;

    @Override
    public void check(RouteFile file, Consumer<Problem> report) {
        file.root()
                .all()
                .filter(node -> node.text() != null)
                .filter(node -> SECRET_VALUE.matcher(node.text()).find() || isNamedSecret(meaning(node), node.text()))
                .forEach(node -> report.accept(node.problem("this looks like a secret: put it into an environment"
                        + " variable, and write {{its.name}} here")));
    }

    /** The key of a text, or the name that stands beside a key such as {@code constant}, as in {@code setHeader}. */
    private static String meaning(YamlNode node) {
        if (node.parent() == null || !LITERAL_KEY.matcher(node.name()).matches()) {
            return node.name();
        }
        String name = node.parent().get("name").text();
        return name == null ? meaning(node.parent()) : name;
    }

    private static boolean isNamedSecret(String name, String text) {
        return SECRET_NAME.matcher(name).matches()
                && !NO_LITERAL.matcher(text).matches()
                && text.length() >= SHORTEST
                && !text.contains(" ")
                && !text.matches("[a-z-]+:.*|[A-Za-z]+");
    }
}
