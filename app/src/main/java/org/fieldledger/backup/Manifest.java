package org.fieldledger.backup;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a backup says of itself.
 *
 * @param format of this file; another number is not read
 * @param position the last position of the log in it, or how many keys; 0 for an empty one
 */
record Manifest(
        int format, UUID storeId, String kind, Instant createdAt, Instant takenAt, long position, List<Part> parts) {

    static final int FORMAT = 1;

    /** One table: its columns in the order of the file, its rows, and the SHA-256 of its bytes. */
    record Part(String table, List<String> columns, long rows, String sha256) {

        String entry() {
            return table + ".copy";
        }
    }
}
