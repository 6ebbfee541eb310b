package dev.twitchrelay.wiring;

import dev.twitchrelay.kit.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Takes the folder {@code relay.data} for one relay, from its start to its end, and closes the folder to other users. A
 * second relay on the same folder is told who has it. The lock belongs to the process, so the system gives it back
 * however the process ends. The text in {@code relay.lock} only names the holder. Spring calls the instance at the
 * start, on the main thread.
 *
 * <p>Commands do not take the folder: {@code sign-out} takes turns with the relay by {@code token.lock}, and
 * {@code outbox} asks the relay.
 */
public final class DataFolder implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    /** The locked byte is behind the text, because some systems do not let others read a locked part of a file. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private static final int MOST_BYTES = 1_000;

    /** The relay's own files and folders in the folder. */
    private static final Set<String> OWN = Set.of(
            "journal",
            "relay.lock",
            "outbox",
            "dead-letter",
            "token.json",
            "token.json.new",
            "token.json.unreadable",
            "token.lock",
            "follows.json",
            "follows.json.new",
            "follows.json.unreadable");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String setting = CleanSettings.value(context.getEnvironment(), "relay.data");
        if (setting == null || setting.isBlank()) {
            return; // RelayProperties refuses it
        }
        Path folder;
        FileChannel channel;
        try {
            folder = OwnerOnly.folder(Path.of(setting));
            channel = FileChannel.open(
                    folder.resolve("relay.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    OwnerOnly.file());
        } catch (IOException | InvalidPathException e) {
            LOG.debug("relay.data cannot be written, which RelayProperties refuses", e);
            return;
        }
        try {
            lock(channel, folder);
        } catch (IOException e) {
            LOG.warn("relay.data cannot be locked, because its disk has no locks: start no second relay on it", e);
        } catch (InvalidSettingException held) {
            close(channel);
            throw held;
        }
        // Spring destroys the first disposable beans last, also when the context fails to start
        ((DefaultListableBeanFactory) context.getBeanFactory())
                .registerDisposableBean("dataFolder", () -> close(channel));
        tighten(folder);
    }

    private static void lock(FileChannel channel, Path folder) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock(LOCKED, 1, false) != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            locked = false;
        }
        if (!locked) {
            throw new InvalidSettingException(
                    "relay.data is " + folder.toAbsolutePath().normalize() + ", which another relay uses ("
                            + holder(channel) + ")",
                    "end that relay, or give this one a folder of its own, such as RELAY_DATA=data/2");
        }
        writeHolder(channel);
    }

    /** On a full disk the lock is held without a name. */
    private static void writeHolder(FileChannel channel) {
        String holder = "process " + ProcessHandle.current().pid() + " on " + computer() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            LOG.debug("relay.lock does not name its holder", e);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MOST_BYTES);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "it does not say which" : holder;
    }

    /** With a shared disk, and in containers, where each relay is process 1, only this name tells the relays apart. */
    private static String computer() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "this computer";
            }
        }
    }

    /**
     * Closes the relay's own files, which earlier releases left open for other users of the computer. Closes the
     * folder, too, unless it holds a file of somebody else.
     */
    private static void tighten(Path folder) {
        OWN.forEach(name -> OwnerOnly.tighten(folder.resolve(name)));
        try (Stream<Path> files = Files.list(folder)) {
            if (files.map(file -> file.getFileName().toString())
                    .allMatch(name -> OWN.contains(name) || name.equals("lost+found"))) {
                OwnerOnly.tightenFolder(folder);
            }
        } catch (IOException e) {
            LOG.debug("relay.data cannot be listed", e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing relay.lock", e);
        }
    }

    /** After the initializers that add or clean settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
