package org.fieldledger.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was shown participant material: who, what, of whom, as of which two times, and why where they said so.
 *
 * @param stage whether this is the whole read, or the beginning or the end of one that was written out as it was read
 * @param account the name they signed in with; of the operating system at the command line
 * @param how page, api or command-line
 * @param question what they asked
 * @param narrowedBy to what they narrowed it
 * @param cases the cases the answer is about; absent for every case there is
 * @param persons whose material it was; absent where they are more than {@link #NAMED_AT_MOST} or not known yet
 * @param people how many persons
 * @param rows how many rows of the answer
 * @param knownAt what was known by then; the same question with the same two times has the same answer
 * @param position how far the log had been read
 * @param whole false where the reader went away before the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MaterialRead(
        UUID read,
        Stage stage,
        String account,
        @Nullable String researcher,
        List<String> roles,
        String how,
        String question,
        Map<String, String> narrowedBy,
        @Nullable List<String> cases,
        @Nullable List<String> persons,
        @Nullable Long people,
        @Nullable Long rows,
        @Nullable String trueAt,
        @Nullable Instant knownAt,
        @Nullable Long position,
        @Nullable String purpose,
        @Nullable Boolean whole) {

    /** Beyond so many, the cases are named instead: as many as one page of an answer can hold. */
    public static final int NAMED_AT_MOST = 1_000;

    /** What of a read a row stands for. */
    public enum Stage {
        WHOLE,
        BEGUN,
        ENDED
    }
}
