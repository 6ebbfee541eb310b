package dev.twitchrelay.routes;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Goes through all keys of a file. */
interface TreeWalk {
    /**
     * One key with its value.
     *
     * @param owner the key that this one stands under, or null
     */
    void visit(String owner, Node key, Node value);

    static void through(Node node, TreeWalk walk) {
        through(null, node, walk);
    }

    private static void through(String owner, Node node, TreeWalk walk) {
        for (NodeTuple entry : YamlText.entries(node)) {
            walk.visit(owner, entry.getKeyNode(), entry.getValueNode());
            through(SchemaLint.camelCased(YamlText.text(entry.getKeyNode())), entry.getValueNode(), walk);
        }
        YamlText.elements(node).forEach(element -> through(owner, element, walk));
    }
}
