package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A Twitch account as events carry it.
 *
 * @param id opaque text, in practice digits
 * @param login the lower-case account name
 * @param name the display name; may differ from the login in case or be in another script
 */
public record Person(String id, String login, String name) {

    /** A person whose login is the display name in lower case. */
    public static Person of(String id, String name) {
        return new Person(id, name.toLowerCase(Locale.ROOT), name);
    }

    /** Adds the three members to an object, with names such as {@code user_id} for the prefix {@code user_}. */
    ObjectNode into(ObjectNode node, String prefix) {
        return node.put(prefix + "id", id).put(prefix + "login", login).put(prefix + "name", name);
    }
}
