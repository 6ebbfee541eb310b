package dev.twitchrelay.kit;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders that only their owner may read, because the relay keeps names, chats and tokens. Does nothing on
 * systems without POSIX permissions. Thread-safe.
 */
public final class OwnerOnly {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final boolean POSSIBLE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    static boolean isPossible() {
        return POSSIBLE;
    }

    /** The attributes for a new file. */
    public static FileAttribute<?>[] file() {
        return attributes(FILE);
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSSIBLE
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Creates a folder, and the folders above it, if they are missing. */
    public static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, attributes(FOLDER));
    }

    /**
     * Takes the permissions of other users from a file, or from a folder and all its files, because earlier releases
     * left them open. Missing files, and files of another owner, stay as they are.
     */
    public static void tighten(Path tree) {
        if (!POSSIBLE || !Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    close(folder, FOLDER);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        close(file, FILE);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    LOG.debug("{} cannot be looked at", file, e);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("{} cannot be looked through", tree, e);
        }
    }

    /** Takes the permissions of other users from a folder, and from no file in it. */
    public static void tightenFolder(Path folder) {
        if (POSSIBLE) {
            close(folder, FOLDER);
        }
    }

    private static void close(Path path, Set<PosixFilePermission> permissions) {
        try {
            if (!permissions.containsAll(Files.getPosixFilePermissions(path))) {
                Files.setPosixFilePermissions(path, permissions);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("the permissions of {} cannot be changed", path, e);
        }
    }
}
