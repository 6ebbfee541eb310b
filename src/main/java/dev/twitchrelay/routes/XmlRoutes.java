package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Failures;
import dev.twitchrelay.kit.Suggestion;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.xml.io.XmlRoutesBuilderLoader;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.xml.io.XmlPullParserLocationException;

/**
 * Route files in Camel's XML: which text is none, which entries it may have, and the words for what Camel's parser does
 * not know. {@link RouteReader} calls it. Thread-safe.
 */
final class XmlRoutes {
    private static final Set<String> LISTS = Set.of("camel", "beans", "routes", "routeConfigurations");
    private static final Set<String> ENTRIES = Set.of("route", "routeConfiguration", "bean");

    private static final Pattern UNKNOWN =
            Pattern.compile("Unexpected (?<kind>element|attribute) '(\\{[^}]*})?(?<name>[^']+)'.*", Pattern.DOTALL);

    /** The begin of an element, in front of one of its attributes. */
    private static final Pattern ELEMENT = Pattern.compile("<(?<name>[\\w.-]+)[^<]*$");

    private XmlRoutes() {}

    /**
     * What builds the routes of a file.
     *
     * @throws RejectedFileException if the text is no XML, or has entries that are neither routes, configurations nor
     *     beans
     */
    static RouteFile.Source source(String file, String text) throws RejectedFileException {
        try {
            check(file, text);
        } catch (XMLStreamException e) {
            throw new RejectedFileException(at(
                    file,
                    e.getLocation(),
                    "this is not XML: "
                            + e.getMessage()
                                    .replaceFirst("(?s)^.*Message: ", "")
                                    .replaceAll("\\s+", " ")));
        }
        return camel -> {
            // a loader keeps what it has read under the file's name, so another version needs another loader
            XmlRoutesBuilderLoader loader = new XmlRoutesBuilderLoader();
            loader.setCamelContext(camel);
            loader.start();
            var resource = ResourceHelper.fromBytes("file:" + file, text.getBytes(StandardCharsets.UTF_8));
            loader.preParseRoute(resource);
            return (RouteBuilder) loader.loadRoutesBuilder(resource);
        };
    }

    private static void check(String file, String text) throws XMLStreamException, RejectedFileException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
        int depth = 0;
        boolean inList = false;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                inList = depth == 0 ? LISTS.contains(name) : inList;
                if (depth == (inList ? 1 : 0)) {
                    entry(file, reader);
                }
                depth++;
                if (depth > YamlNode.MOST_LEVELS) {
                    throw YamlNode.nestedTooDeeply(file);
                }
            }
        }
    }

    private static void entry(String file, XMLStreamReader reader) throws RejectedFileException {
        String name = reader.getLocalName();
        if (!ENTRIES.contains(name)) {
            throw new RejectedFileException(at(
                    file,
                    reader.getLocation(),
                    "<" + name + "> is no entry of a route file: "
                            + Suggestion.or(name, ENTRIES, "entries are <route>, <routeConfiguration> and <bean>")));
        }
    }

    /** The parser's place is behind a tag, which is in the same line. */
    private static Problem at(String file, Location location, String message) {
        return new Problem(
                file, Math.max(1, location.getLineNumber()), Math.max(1, location.getColumnNumber()), message);
    }

    /** What Camel says of a file that is XML, at the place of the element or attribute that it does not know. */
    static Problem problem(String file, String text, Throwable failure) {
        Optional<XmlPullParserLocationException> place = Failures.chain(failure).stream()
                .filter(XmlPullParserLocationException.class::isInstance)
                .map(XmlPullParserLocationException.class::cast)
                .reduce((outer, inner) -> inner);
        if (place.isEmpty()) {
            return new Problem(file, 1, 1, "the routes cannot be built: " + CamelFailure.reason(failure));
        }
        Matcher unknown = UNKNOWN.matcher(String.valueOf(place.get().getMessage()));
        if (!unknown.matches()) {
            return new Problem(
                    file,
                    Math.max(1, place.get().getLineNumber()),
                    1,
                    "this is no route: " + CamelFailure.reason(failure));
        }
        String name = unknown.group("name");
        boolean isElement = unknown.group("kind").equals("element");
        int end = offset(text, place.get().getLineNumber() + 1);
        int found = isElement
                ? text.lastIndexOf("<" + name, end) + 1
                : lastMatch(text, "\\b" + Pattern.quote(name) + "\\s*=", end);
        String before = text.substring(0, Math.max(0, found));
        return new Problem(
                file,
                (int) before.chars().filter(each -> each == '\n').count() + 1,
                before.length() - before.lastIndexOf('\n'),
                "unknown " + unknown.group("kind") + " '" + name + "'"
                        + Suggestion.question(name, known(isElement, before)));
    }

    private static int lastMatch(String text, String pattern, int end) {
        Matcher matcher = Pattern.compile(pattern).matcher(text).region(0, Math.min(end, text.length()));
        int last = 0;
        while (matcher.find()) {
            last = matcher.start();
        }
        return last;
    }

    /** The begin of a line, counted from 1. */
    private static int offset(String text, int line) {
        int at = 0;
        for (int i = 1; i < line && at >= 0; i++) {
            at = text.indexOf('\n', at) + 1;
            if (at == 0) {
                return text.length();
            }
        }
        return at;
    }

    /** The names that the schema of Camel's YAML has at this place. The names in XML are nearly the same. */
    private static Set<String> known(boolean isElement, String before) {
        CamelSchema steps =
                CamelSchema.entry().of("route").of("from").of("steps").elements();
        Matcher element = ELEMENT.matcher(before);
        return isElement || !element.find()
                ? steps.keys()
                : steps.of(element.group("name"))
                        .forShape("object")
                        .map(CamelSchema::keys)
                        .orElse(Set.of());
    }
}
