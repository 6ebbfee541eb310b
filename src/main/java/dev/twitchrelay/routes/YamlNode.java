package dev.twitchrelay.routes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One value of a YAML file, together with its key and its place in the file. All checks of route files read them
 * through this class, because Camel's loader stops at the first mistake and gives no column. A value that does not
 * exist is a node without text and without inner values, so a caller can ask {@code root.get("spec").get("template")}.
 * Immutable.
 */
final class YamlNode {
    /** Real routes have about ten levels. A recursion over many more levels would overflow the stack. */
    static final int MOST_LEVELS = 200;

    private final String file;
    private final YamlNode parent;
    private final Node keyNode;
    private final Node node;

    private YamlNode(String file, YamlNode parent, Node keyNode, Node node) {
        this.file = file;
        this.parent = parent;
        this.keyNode = keyNode;
        this.node = node;
    }

    /** The root of a tree that was made from another language than YAML. */
    static YamlNode of(String file, Node root) {
        return new YamlNode(file, null, null, root);
    }

    /**
     * Reads a file.
     *
     * @throws RejectedFileException says why the file cannot be read, and where
     */
    static YamlNode read(String file, byte[] bytes) throws RejectedFileException {
        String text = decode(file, bytes);
        try {
            // a buffer for the whole text, because the parser may take an emoji between two buffers for the end
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setBufferSize(text.length() + 2)
                    .build();
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw rejected(file, 1, 1, "the file is empty: write a route, or delete the file to remove its routes");
            }
            if (levels(root.get()) > MOST_LEVELS) {
                throw nestedTooDeeply(file);
            }
            return new YamlNode(file, null, null, root.get());
        } catch (StackOverflowError e) {
            throw nestedTooDeeply(file);
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            throw rejected(
                    file,
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                    e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1),
                    "this is not YAML: " + (context + e.getProblem()).replaceAll("\\s+", " ")
                            + "; look at the indentation and quotes here");
        } catch (ReaderException e) {
            int codePoints = Math.min(e.getPosition(), text.codePointCount(0, text.length()));
            throw notText(file, text.substring(0, text.offsetByCodePoints(0, codePoints)));
        } catch (YamlEngineException e) {
            throw rejected(file, 1, 1, "this is not YAML: " + e.getMessage());
        }
    }

    /** @throws RejectedFileException says where the bytes are no text in UTF-8 */
    static String decode(String file, byte[] bytes) throws RejectedFileException {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            throw notText(file, decoded);
        }
        return decoded;
    }

    /** @param before the text in front of the first wrong byte or character */
    private static RejectedFileException notText(String file, String before) {
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        return rejected(
                file,
                line,
                before.length() - before.lastIndexOf('\n'),
                "this is no text in UTF-8: save the file as UTF-8 text, or restore it");
    }

    static RejectedFileException nestedTooDeeply(String file) {
        return rejected(
                file,
                1,
                1,
                "this is nested by more than " + MOST_LEVELS + " levels: look for a bracket that is not closed");
    }

    private static RejectedFileException rejected(String file, int line, int column, String message) {
        return new RejectedFileException(new Problem(file, line, column, message));
    }

    private static int levels(Node node) {
        return 1 + inner(node).mapToInt(YamlNode::levels).max().orElse(0);
    }

    /** Keys and values of a mapping, or elements of a list. */
    private static Stream<Node> inner(Node node) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream().flatMap(entry -> Stream.of(entry.getKeyNode(), entry.getValueNode()))
                : node instanceof SequenceNode sequence ? sequence.getValue().stream() : Stream.empty();
    }

    String file() {
        return file;
    }

    int line() {
        return start().map(mark -> mark.getLine() + 1).orElse(1);
    }

    int column() {
        return start().map(mark -> mark.getColumn() + 1).orElse(1);
    }

    private Optional<Mark> start() {
        return node == null ? Optional.empty() : node.getStartMark();
    }

    boolean exists() {
        return node != null;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The key of this value, as the file has it; empty for the root. An element of a list has the key of the list. */
    String name() {
        return keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The key in Camel's spelling: Camel takes {@code set-body} for {@code setBody}. */
    String key() {
        return StringHelper.dashToCamelCase(name());
    }

    /** The mapping that this value stands in. */
    YamlNode parent() {
        return parent;
    }

    /** The key of the mapping that this value stands in; empty where that mapping has none. */
    String owner() {
        return parent == null ? "" : parent.key();
    }

    /** The text of a value that is neither a mapping nor a list, or null. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    /** The value of a key; a node that does not exist where there is no such key. */
    YamlNode get(String name) {
        return values().stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseGet(() -> new YamlNode(file, this, null, null));
    }

    /** This value if it is a text, else the value of a key. Camel's YAML has a short and a long form of many steps. */
    YamlNode textOr(String name) {
        return text() == null ? get(name) : this;
    }

    /** The values of a mapping. */
    List<YamlNode> values() {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .map(entry -> new YamlNode(file, this, entry.getKeyNode(), entry.getValueNode()))
                        .toList()
                : List.of();
    }

    /** The elements of a list. */
    List<YamlNode> elements() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                        .map(element -> new YamlNode(file, parent, keyNode, element))
                        .toList()
                : List.of();
    }

    /** This value and all values inside it, in the order of the file. */
    Stream<YamlNode> all() {
        return Stream.concat(
                Stream.of(this),
                Stream.concat(values().stream(), elements().stream()).flatMap(YamlNode::all));
    }

    /** The first text in this value that fulfils a condition. */
    Optional<YamlNode> find(Predicate<String> condition) {
        return all().filter(value -> value.text() != null && condition.test(value.text()))
                .findFirst();
    }

    /** A text that is the same for two values which differ in comments and layout only. */
    String content() {
        StringBuilder content = new StringBuilder();
        append(node, content);
        return content.toString();
    }

    private static void append(Node node, StringBuilder to) {
        if (node instanceof ScalarNode scalar) {
            String value = scalar.getValue();
            to.append(scalar.getTag().getValue())
                    .append(value.length())
                    .append(':')
                    .append(value);
        } else {
            to.append(node instanceof MappingNode ? '{' : '[');
            inner(node).forEach(inner -> append(inner, to));
            to.append(']');
        }
    }

    /** A problem at the begin of this value. */
    Problem problem(String message) {
        return new Problem(file, line(), column(), message);
    }

    /** A problem at the key of this value. */
    Problem keyProblem(String message) {
        return new YamlNode(file, parent, null, keyNode).problem(message);
    }

    /** A problem at a part of this text, or at the begin of the text if the file writes the part in another way. */
    Problem problemIn(String part, String message) {
        Mark mark = start().orElseThrow();
        int[] buffer = mark.getBuffer();
        String rest = new String(buffer, mark.getPointer(), buffer.length - mark.getPointer());
        int found = rest.indexOf(part);
        if (found < 0) {
            return problem(message);
        }
        String before = rest.substring(0, found);
        int lines = (int) before.chars().filter(character -> character == '\n').count();
        int column = lines == 0 ? column() + found : found - before.lastIndexOf('\n');
        return new Problem(file, line() + lines, column, message);
    }

    /**
     * A problem at a line and a column of this text.
     *
     * @param line counted from 1 by a parser that got the text without the YAML around it
     */
    Problem problemAt(int line, int column, String message) {
        ScalarStyle style = ((ScalarNode) node).getScalarStyle();
        if (style == ScalarStyle.LITERAL) {
            return new Problem(file, line() + line, column, message);
        }
        int quote = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED ? 1 : 0;
        return line == 1 && style != ScalarStyle.FOLDED
                ? new Problem(file, line(), column() + quote + column - 1, message)
                : problem(message);
    }
}
