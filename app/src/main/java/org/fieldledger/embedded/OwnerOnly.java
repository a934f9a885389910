package org.fieldledger.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Folders and files that only their owner may open: the data home and the passwords in it. */
public final class OwnerOnly {

    private OwnerOnly() {}

    static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Creates the folder for its owner alone; one that exists keeps the permissions its owner chose. */
    static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    /** The password kept in this file: read if it is there, else made of 192 random bits and kept. */
    static String password(Path file) throws IOException {
        return password(file, () -> {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        });
    }

    /** The password kept in this file: read if it is there, else a new one, kept from now on. */
    public static String password(Path file, Supplier<String> another) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String password = another.get();
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(whole);
        Files.createFile(whole, attributes(whole, "rw-------"));
        Files.writeString(whole, password + "\n", StandardOpenOption.SYNC);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
