package dev.twitchrelay.hostile;

import java.io.IOException;

/** How an attack is made, whatever it is after. Knows no state: the same way may attack several times at once. */
@FunctionalInterface
interface Way {
    /**
     * Attacks until {@link Assault#goesOn()} says no; returns soon after that.
     *
     * @throws IOException if it cannot even begin
     */
    void attack(Assault assault) throws IOException;

    /** One try of an attack that consists of many. */
    @FunctionalInterface
    interface Try {
        void once() throws IOException;
    }

    /** Makes a connection and says the first words on it. */
    @FunctionalInterface
    interface Opening {
        HostileConnection open(Assault assault) throws IOException;
    }

    /** What an open connection does from time to time. */
    @FunctionalInterface
    interface Step {
        /** @param round 0 for the first step after a connection was opened */
        void on(HostileConnection connection, int round) throws IOException;
    }
}
