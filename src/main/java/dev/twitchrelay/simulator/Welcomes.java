package dev.twitchrelay.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** Sends the welcome of a connection: at once, after a delay, or when it is released. Loop-confined. */
final class Welcomes {
    private final SimulatorLoop loop;
    private final Times times;
    private final FaultSwitches switches;
    private final Map<SimulatedConnection, Runnable> withheld = new LinkedHashMap<>();

    Welcomes(SimulatorLoop loop, Times times, FaultSwitches switches) {
        this.loop = loop;
        this.times = times;
        this.switches = switches;
    }

    void inTime(SimulatedConnection connection, Runnable welcome) {
        if (switches.withholdWelcome) {
            withheld.put(connection, welcome);
        } else if (times.get(ProtocolTime.WELCOME_DELAY).isZero()) {
            welcome.run();
        } else {
            loop.after(times.get(ProtocolTime.WELCOME_DELAY), () -> ifOpen(connection, welcome));
        }
    }

    void release() {
        Map<SimulatedConnection, Runnable> released = new LinkedHashMap<>(withheld);
        withheld.clear();
        released.forEach(Welcomes::ifOpen);
    }

    private static void ifOpen(SimulatedConnection connection, Runnable welcome) {
        if (connection.open()) {
            welcome.run();
        }
    }
}
