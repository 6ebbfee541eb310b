package dev.twitchrelay.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Keeps {@code relay.data} for one relay from its start to its end, and tells a second one who has it. The system gives the lock
 * back however a process ends; {@code relay.lock} only names its holder. Commands need no part in it: {@code sign-out} takes
 * turns with the relay by {@code token.lock}, and {@code outbox} asks the relay.
 */
public final class DataFolderLock implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolderLock.class);

    /** Behind the text, so that it can be read also where a lock keeps readers away. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private static final int MOST_BYTES = 1_000;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String setting = ResolvableSettings.value(context.getEnvironment(), "relay.data");
        if (setting == null || setting.isBlank()) {
            return; // said with the other settings
        }
        FileChannel channel;
        try {
            Path folder = Files.createDirectories(Path.of(setting));
            channel = open(folder.resolve("relay.lock"));
        } catch (IOException | InvalidPathException e) {
            LOG.debug("relay.data cannot be written, which is said with the other settings", e);
            return;
        }
        try {
            hold(channel, Path.of(setting));
        } catch (IOException e) {
            LOG.warn(
                    "whether another relay uses relay.data cannot be known, because there are no locks on that disk",
                    e);
        } catch (InvalidSettingException held) {
            close(channel);
            throw held;
        }
        // as one of the first disposable beans it is one of the last to go, also when the context fails to start
        ((DefaultListableBeanFactory) context.getBeanFactory())
                .registerDisposableBean("dataFolderLock", () -> close(channel));
    }

    private static FileChannel open(Path file) throws IOException {
        FileAttribute<?>[] ownersOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), ownersOnly);
    }

    private static void hold(FileChannel channel, Path folder) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock(LOCKED, 1, false);
        } catch (OverlappingFileLockException ofThisProcess) {
            lock = null;
        }
        if (lock == null) {
            throw new InvalidSettingException(
                    "relay.data is " + folder.toAbsolutePath().normalize() + ", which another relay uses ("
                            + holder(channel) + ")",
                    "end that relay, or give this one a folder of its own, such as RELAY_DATA=data/2");
        }
        sign(channel);
    }

    /** A full disk takes no name, but the lock is held. */
    private static void sign(FileChannel channel) {
        String me = "process " + ProcessHandle.current().pid() + " on " + computer() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(me.getBytes(StandardCharsets.UTF_8)), 0);
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

    /** With a shared disk, and in containers, where each relay is process 1, only this tells them apart. */
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

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing relay.lock", e);
        }
    }

    /** After all who bring settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
