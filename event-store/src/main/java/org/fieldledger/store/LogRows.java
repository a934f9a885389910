package org.fieldledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Rows of the log on their way into the database by COPY, in its binary format; closing sends the last of them. */
final class LogRows implements AutoCloseable {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int SEND_AT = 60_000;

    private final CopyIn copy;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(SEND_AT + 8_192);

    private LogRows(CopyIn copy) {
        this.copy = copy;
        waiting.writeBytes(SIGNATURE);
        number(0, 4);
        number(0, 4);
    }

    static LogRows events(CopyManager copies) throws SQLException {
        return new LogRows(copies.copyIn("""
                copy ledger.event (position, stream, sequence, event_id, type, revision, case_code, slice, recorded_at,
                                   payload, metadata, leaf_hash) from stdin (format binary)
                """));
    }

    static LogRows commands(CopyManager copies) throws SQLException {
        return new LogRows(copies.copyIn(
                "copy ledger.command (command_id, fingerprint, recorded_at, outcome) from stdin (format binary)"));
    }

    void event(StoredEvent event) throws SQLException {
        number(12, 2);
        field(event.position(), 8);
        field(event.stream());
        field(event.sequence(), 8);
        field(event.eventId());
        field(event.type());
        field(event.revision());
        field(event.caseCode());
        field(Slice.of(event.caseCode()), 2);
        field(event.recordedAt());
        field(event.payload());
        field(event.metadata());
        field(LeafHash.of(event));
        sendIfMany();
    }

    void command(AcceptedCommand command, Instant recordedAt) throws SQLException {
        number(4, 2);
        field(command.commandId());
        field(command.fingerprint());
        field(recordedAt);
        field(command.outcome());
        sendIfMany();
    }

    private void field(long value, int bytes) {
        number(bytes, 4);
        number(value, bytes);
    }

    private void field(Instant moment) {
        field(ChronoUnit.MICROS.between(POSTGRES_EPOCH, moment), 8);
    }

    private void field(UUID id) {
        number(16, 4);
        number(id.getMostSignificantBits(), 8);
        number(id.getLeastSignificantBits(), 8);
    }

    private void field(@Nullable String text) {
        if (text == null) number(-1, 4);
        else field(text.getBytes(UTF_8));
    }

    private void field(byte[] bytes) {
        number(bytes.length, 4);
        waiting.writeBytes(bytes);
    }

    private void number(long value, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) waiting.write((int) (value >>> shift));
    }

    private void sendIfMany() throws SQLException {
        if (waiting.size() >= SEND_AT) send();
    }

    private void send() throws SQLException {
        var bytes = waiting.toByteArray();
        copy.writeToCopy(bytes, 0, bytes.length);
        waiting.reset();
    }

    /** Ends the copy. After a failure too: the transaction around it is rolled back then. */
    @Override
    public void close() throws SQLException {
        if (!copy.isActive()) return;
        number(-1, 2);
        send();
        copy.endCopy();
    }
}
