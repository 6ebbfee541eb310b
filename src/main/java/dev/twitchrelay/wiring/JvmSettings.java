package dev.twitchrelay.wiring;

/** Presets system properties that libraries read when they are loaded. It works however the relay is started. */
public final class JvmSettings {
    private static final long MEBIBYTE = 1L << 20;
    private static final long LEAST_DIRECT_BYTES = 64 * MEBIBYTE;
    private static final long MOST_DIRECT_BYTES = 512 * MEBIBYTE;

    private JvmSettings() {}

    /** {@code main} calls it before it loads a library. A property of the command line wins. */
    public static void preset() {
        // Vert.x serves no files here, so it needs no folder for copies of them
        preset("vertx.disableFileCPResolving", "true");
        preset("vertx.disableFileCaching", "true");
        // at this limit Netty refuses memory outside the heap at once; at Java's limit an event loop would wait for it
        long direct = Math.max(
                LEAST_DIRECT_BYTES,
                Math.min(MOST_DIRECT_BYTES, Runtime.getRuntime().maxMemory() / 2));
        preset("io.netty.maxDirectMemory", String.valueOf(direct));
        // Netty counts only memory that it allocates by reflection, which the manifest's Add-Opens permits
        preset("io.netty.tryReflectionSetAccessible", "true");
    }

    private static void preset(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
