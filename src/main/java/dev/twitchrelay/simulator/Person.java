package dev.twitchrelay.simulator;

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
}
