package org.fieldledger.access;

import org.jspecify.annotations.Nullable;

/** A read could not be recorded, and so there is no answer. */
public final class ReadNotRecorded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReadNotRecorded(@Nullable Throwable cause) {
        super(
                "There is no answer, because the reading of it could not be written to the access log. Try again; if it lasts,"
                        + " tell whoever runs this store",
                cause);
    }
}
