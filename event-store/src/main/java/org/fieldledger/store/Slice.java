package org.fieldledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The log falls into 1,024 slices by case, so that readers can share it: all of a case is in one slice, and what concerns no
 * single case is in slice 0, beside such cases as happen to be there.
 */
public final class Slice {

    public static final int COUNT = 1024;

    /** As ledger.append works it out. */
    public static int of(@Nullable String caseCode) {
        var crc = new CRC32();
        if (caseCode != null) crc.update(caseCode.getBytes(UTF_8));
        return (int) (crc.getValue() % COUNT);
    }

    private Slice() {}
}
