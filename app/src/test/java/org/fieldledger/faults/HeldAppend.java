package org.fieldledger.faults;

import java.sql.Connection;
import java.sql.SQLException;

/** An append that somebody began and does not finish: one event, in a transaction that stays open. */
final class HeldAppend {

    static void on(Connection connection, String stream) throws SQLException {
        try (var append = connection.prepareStatement("""
                select from ledger.append(now(), array[?], array[0]::bigint[], array[gen_random_uuid()], array['FaultTried'],
                    array[null]::text[], array['CASE-1'], array['{}'],
                    array['{"command": "00000000-0000-0000-0000-000000000001"}'], array[]::int[], array[]::text[],
                    array[]::bigint[], array[0], array['00000000-0000-0000-0000-000000000001']::uuid[],
                    array['\\x01']::bytea[], array['{}'])
                """)) {
            append.setString(1, stream);
            append.execute();
        }
    }

    private HeldAppend() {}
}
