package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds secrets that stand in a file for everybody to read. Never repeats them. */
final class SecretLint {
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i).*(token|secret|password|passphrase|api-?key|access-?key|webhook|credential|authorization).*");
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?i)https?://[^/]*(discord(app)?\\.com/api/webhooks|hooks\\.slack\\.com/services)/\\S+"
                    + "|\\b(bearer|oauth|basic)[ :]+[a-z0-9+/=._-]{16,}|\\b\\d{8,10}:[a-z0-9_-]{30,}"
                    + "|\\b(sk|ghp|gho|xox[abp])[-_][a-z0-9-]{16,}");
    private static final Pattern NO_LITERAL = Pattern.compile(".*(\\{\\{|\\$\\{).*|#.*|\\s*|true|false|\\d{1,6}");
    private static final Pattern LITERAL_KEY = Pattern.compile("constant|expression|value");

    private SecretLint() {}

    static List<Problem> problems(RouteFile file) {
        List<Problem> problems = new ArrayList<>();
        look(file.name(), "", file.root(), problems);
        return problems;
    }

    private static void look(String file, String name, Node node, List<Problem> problems) {
        String text = YamlText.text(node);
        if (text != null && (SECRET_VALUE.matcher(text).find() || namedSecret(name, text))) {
            problems.add(
                    YamlText.problem(
                            file,
                            node,
                            "a secret seems to stand here: put it into an environment variable and write {{its.name}} instead"));
        }
        for (var entry : YamlText.entries(node)) {
            String key = YamlText.text(entry.getKeyNode());
            // - name: Authorization, constant: ...
            String header = YamlText.text(YamlText.get(node, "name"));
            boolean literal = key != null && LITERAL_KEY.matcher(key).matches();
            look(file, literal && header != null ? header : literal ? name : key, entry.getValueNode(), problems);
        }
        YamlText.elements(node).forEach(element -> look(file, name, element, problems));
    }

    private static boolean namedSecret(String name, String text) {
        return name != null
                && SECRET_KEY.matcher(name).matches()
                && !NO_LITERAL.matcher(text).matches()
                && text.length() >= 8
                && !text.contains(" ")
                && !text.matches("[a-z-]+:.*|[A-Za-z]+");
    }
}
