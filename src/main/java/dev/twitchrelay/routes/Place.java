package dev.twitchrelay.routes;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A place within a text of a file. */
record Place(String file, int line, int column) {

    /** Where a part of a text stands; the text's begin when it is not found as it is. */
    static Place of(String file, Node text, String part) {
        Mark mark = text.getStartMark().orElseThrow();
        int[] buffer = mark.getBuffer();
        String rest = new String(buffer, mark.getPointer(), buffer.length - mark.getPointer());
        int found = rest.indexOf(part);
        if (found < 0) {
            return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
        }
        String before = rest.substring(0, found);
        int lines = (int) before.chars().filter(character -> character == '\n').count();
        int column = lines == 0 ? mark.getColumn() + found + 1 : found - before.lastIndexOf('\n');
        return new Place(file, mark.getLine() + 1 + lines, column);
    }

    /** A line and column of a text, both from 1, as a parser counts them that does not know of YAML. */
    static Place of(String file, Node text, int line, int column) {
        int first = YamlText.line(text);
        ScalarStyle style = ((ScalarNode) text).getScalarStyle();
        if (style == ScalarStyle.LITERAL) {
            return new Place(file, first + line, column);
        }
        int quote = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED ? 1 : 0;
        return line == 1 && style != ScalarStyle.FOLDED
                ? new Place(file, first, YamlText.column(text) + quote + column - 1)
                : new Place(file, first, YamlText.column(text));
    }

    Problem problem(String message) {
        return new Problem(file, line, column, message);
    }
}
