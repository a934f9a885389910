package org.fieldledger.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an answer rests on. Asked again with the same two times, the question has the same answer.
 *
 * @param position how far the projection had read the log
 * @param trueAt the time in the field that was asked about; absent for the latest
 * @param knownAt what was known by then; where the question left it out, the recorded time of the last event read
 * @param projection its name and version
 * @param demonstration whether the store's contents are invented; absent where they are real
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Basis(
        long position,
        @Nullable String trueAt,
        @Nullable Instant knownAt,
        String projection,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean demonstration) {}
