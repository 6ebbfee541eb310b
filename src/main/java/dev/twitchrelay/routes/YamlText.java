package dev.twitchrelay.routes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML into nodes that know their line and column. */
final class YamlText {
    /** Routes are nested by some ten steps; whoever walks the nodes does so on a stack that ends. */
    private static final int MOST_LEVELS = 200;

    private YamlText() {}

    /**
     * The nodes of a file.
     *
     * @throws RejectedFileException saying why it cannot be read, and where
     */
    static Node read(String file, byte[] bytes) throws RejectedFileException {
        String text = decode(file, bytes);
        try {
            // at once: between two parts the parser may take an emoji for the end of the text
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setBufferSize(text.length() + 2)
                    .build();
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new RejectedFileException(new Problem(
                        file, 1, 1, "the file is empty: write a route, or delete the file to remove its routes"));
            }
            if (levels(root.get()) > MOST_LEVELS) {
                throw new RejectedFileException(nestedTooDeeply(file));
            }
            return root.get();
        } catch (StackOverflowError e) {
            throw new RejectedFileException(nestedTooDeeply(file));
        } catch (MarkedYamlEngineException e) {
            throw new RejectedFileException(new Problem(
                    file,
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                    e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1),
                    "this is not YAML: " + sentence(e)));
        } catch (ReaderException e) {
            throw new RejectedFileException(
                    notText(file, text, text.offsetByCodePoints(0, Math.min(e.getPosition(), codePoints(text)))));
        } catch (YamlEngineException e) {
            throw new RejectedFileException(new Problem(file, 1, 1, "this is not YAML: " + e.getMessage()));
        }
    }

    private static Problem nestedTooDeeply(String file) {
        return new Problem(
                file,
                1,
                1,
                "this is nested by more than " + MOST_LEVELS + " levels: look for brackets that nobody closes");
    }

    private static int levels(Node node) {
        int deepest = 0;
        for (NodeTuple entry : entries(node)) {
            deepest = Math.max(deepest, Math.max(levels(entry.getKeyNode()), levels(entry.getValueNode())));
        }
        for (Node element : elements(node)) {
            deepest = Math.max(deepest, levels(element));
        }
        return deepest + 1;
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String sentence(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return (context + e.getProblem()).replaceAll("\\s+", " ") + "; look at the indentation and quotes here";
    }

    private static String decode(String file, byte[] bytes) throws RejectedFileException {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            throw new RejectedFileException(notText(file, decoded, decoded.length()));
        }
        return decoded;
    }

    private static Problem notText(String file, String text, int end) {
        String before = text.substring(0, Math.min(end, text.length()));
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        return new Problem(
                file,
                line,
                before.length() - before.lastIndexOf('\n'),
                "this is no text in UTF-8: save the file as UTF-8 text, or restore it");
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    static int column(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    }

    static Problem problem(String file, Node at, String message) {
        return new Problem(file, line(at), column(at), message);
    }

    /** The value of a key of a mapping, or null. */
    static Node get(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (key.equals(text(entry.getKeyNode()))) {
                    return entry.getValueNode();
                }
            }
        }
        return null;
    }

    /** The text of a scalar, or null. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    static List<Node> elements(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /** The same for two nodes that differ only in comments and layout. */
    static String content(Node node) {
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
        } else if (node instanceof MappingNode) {
            to.append('{');
            for (NodeTuple entry : entries(node)) {
                append(entry.getKeyNode(), to);
                append(entry.getValueNode(), to);
            }
            to.append('}');
        } else {
            to.append('[');
            elements(node).forEach(element -> append(element, to));
            to.append(']');
        }
    }

    /** The first text from a line on that is meant, or null. */
    static Node find(Node node, int fromLine, Predicate<String> meant) {
        String text = text(node);
        if (text != null && line(node) >= fromLine && meant.test(text)) {
            return node;
        }
        return Stream.concat(entries(node).stream().map(NodeTuple::getValueNode), elements(node).stream())
                .map(child -> find(child, fromLine, meant))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
