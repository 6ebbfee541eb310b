package dev.twitchrelay.hostile;

/**
 * The relay that is attacked, on this machine.
 *
 * @param port where it serves events
 * @param managementPort where health and metrics are; always clear text
 * @param transport what is spoken at {@code port}
 * @param from the loopback address that attacks come from: another one than the viewers' shows whether limits for each
 *     address protect the rest, the viewers' own (127.0.0.1) whether they harm who shares it
 */
record Target(int port, int managementPort, Transport transport, String from) {

    /** What is spoken at the port of the event stream. */
    enum Transport {
        PLAIN,
        TLS
    }

    /** Which of the two ports an attack goes to. */
    enum Door {
        EVENTS,
        MANAGEMENT
    }

    int port(Door door) {
        return door == Door.EVENTS ? port : managementPort;
    }

    Transport transport(Door door) {
        return door == Door.EVENTS ? transport : Transport.PLAIN;
    }
}
