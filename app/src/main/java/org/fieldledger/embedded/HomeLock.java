package org.fieldledger.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The lock on a data home: held by the one process that runs its database, and let go by the system when that process
 * ends, however it ends.
 */
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or answers nothing where another process holds it. */
    static Optional<HomeLock> tryHold(Path home) throws IOException {
        FileChannel channel = FileChannel.open(file(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new HomeLock(channel));
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** The process that holds the lock, in words. */
    static String holder(Path home) {
        try {
            return "process " + Files.readString(file(home)).strip();
        } catch (IOException unreadable) {
            return "another process";
        }
    }

    private static Path file(Path home) {
        return home.resolve("fieldledger.lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
