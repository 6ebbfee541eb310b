package dev.twitchrelay.wiring;

/** What libraries read once, when they are loaded; so it holds however the relay is started. */
public final class JvmSettings {
    private static final long MEBIBYTE = 1L << 20;
    private static final long LEAST_DIRECT_BYTES = 64 * MEBIBYTE;
    private static final long MOST_DIRECT_BYTES = 512 * MEBIBYTE;

    private JvmSettings() {}

    /** To be called first of all. Whatever is set on the command line stays. */
    public static void preset() {
        // nothing is served from files, and there may be no folder for a copy of them
        preset("vertx.disableFileCPResolving", "true");
        preset("vertx.disableFileCaching", "true");
        // Netty counts what it takes outside the heap and refuses more at once; Java would let an event loop wait for
        // it
        long direct = Math.max(
                LEAST_DIRECT_BYTES,
                Math.min(MOST_DIRECT_BYTES, Runtime.getRuntime().maxMemory() / 2));
        preset("io.netty.maxDirectMemory", String.valueOf(direct));
        // it can count only what it allocates itself, which the manifest's Add-Opens permits
        preset("io.netty.tryReflectionSetAccessible", "true");
    }

    private static void preset(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
