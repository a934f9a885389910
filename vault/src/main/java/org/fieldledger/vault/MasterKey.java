package org.fieldledger.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/** The key that wraps all others. It is kept in a file outside the database, and in no backup of it. */
public final class MasterKey {

    /** So that nobody takes the file for something else. */
    private static final String FORM = "fieldledger-master-key-1 ";

    private final byte[] key;
    private final String whereabouts;

    private MasterKey(byte[] key, String whereabouts) {
        this.key = key;
        this.whereabouts = whereabouts;
    }

    /** A key that is kept nowhere: for a store that does not outlive the process. */
    public static MasterKey random() {
        return new MasterKey(Aes.newKey(new SecureRandom()), "the memory of this process");
    }

    /** The key in this file. Throws {@link VaultRefused} where there is none or the file is something else. */
    static MasterKey in(Path file) {
        try {
            var text = Files.readString(file).strip();
            if (text.startsWith(FORM)) {
                var key = Base64.getDecoder().decode(text.substring(FORM.length()));
                if (key.length == Aes.KEY_BYTES) return new MasterKey(key, file.toString());
            }
        } catch (IOException unreadable) {
            throw new VaultRefused(
                    "The master key in %s cannot be read (%s)".formatted(file, unreadable.getMessage()), unreadable);
        } catch (IllegalArgumentException notBase64) {
            throw new VaultRefused(file + " is not a master key of Fieldledger", notBase64);
        }
        throw new VaultRefused(file + " is not a master key of Fieldledger");
    }

    /** A new key in this file, for its owner alone, on disk before this returns; that of whoever was faster, if somebody was. */
    static MasterKey createdIn(Path file) {
        var text = FORM + Base64.getEncoder().encodeToString(Aes.newKey(new SecureRandom())) + "\n";
        // A name that nobody has used: the number of a process that was killed here may be ours now.
        var whole = file.resolveSibling("%s.%s.new".formatted(file.getFileName(), UUID.randomUUID()));
        try {
            if (file.getParent() != null) Files.createDirectories(file.getParent());
            try {
                var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                try (var channel = FileChannel.open(whole, options, forItsOwner(whole))) {
                    channel.write(StandardCharsets.US_ASCII.encode(text));
                }
                // Linked, not moved: a key that is there already is never replaced.
                Files.createLink(file, whole);
            } catch (FileAlreadyExistsException there) {
                // The one that is there is the key.
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException | UnsupportedOperationException failure) {
            throw new VaultRefused(
                    "No master key could be kept in %s (%s); name another place with --master-key-file"
                            .formatted(file, failure.getMessage()),
                    failure);
        }
        return in(file);
    }

    private static FileAttribute<?>[] forItsOwner(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    byte[] key() {
        return key;
    }

    /** Where the key is, never what it is. */
    @Override
    public String toString() {
        return whereabouts;
    }
}
