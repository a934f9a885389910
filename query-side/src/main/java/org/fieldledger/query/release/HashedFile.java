package org.fieldledger.query.release;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.fieldledger.events.FrozenRelease.ReleasedFile;
import org.fieldledger.events.Sha256;
import org.jspecify.annotations.Nullable;

/** A file of a release on its way to the disk, counted and hashed as it is written. */
final class HashedFile extends OutputStream {

    private final String name;
    private final OutputStream file;
    private final MessageDigest digest;
    private long bytes;

    HashedFile(Path folder, String name) throws IOException {
        this.name = name;
        this.file = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 16);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Every Java platform has SHA-256", never);
        }
    }

    @Override
    public void write(int one) throws IOException {
        file.write(one);
        digest.update((byte) one);
        bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
        file.write(some, from, length);
        digest.update(some, from, length);
        bytes += length;
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** What it has become; once it is closed. */
    ReleasedFile done(@Nullable Long rows) {
        return new ReleasedFile(name, rows, bytes, new Sha256(HexFormat.of().formatHex(digest.digest())));
    }
}
