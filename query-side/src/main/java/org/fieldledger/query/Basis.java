package org.fieldledger.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an answer rests on. Asked again with the same two times, the question has the same answer.
 *
 * @param position the last event that was known by then, and that the projection had read
 * @param trueAt the time in the field that was asked about; absent for the latest
 * @param knownAt what was known by then; where the question left it out or named a time that is not over or not read up to, the
 *     recorded time of the last event read
 * @param projection its name and version
 * @param demonstration whether the store's contents are invented; absent where they are real
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Basis(
        long position,
        @Nullable String trueAt,
        @Nullable Instant knownAt,
        String projection,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean demonstration) {

    /** The same as headers, for an answer that has no room for a basis of its own. */
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Fieldledger-Position", Long.toString(position));
        headers.put("Fieldledger-Projection", projection);
        if (trueAt != null) headers.put("Fieldledger-True-At", trueAt);
        if (knownAt != null) headers.put("Fieldledger-Known-At", knownAt.toString());
        return headers;
    }

    /** The same, and how many were left out because they may not be used, by what stands in the way. */
    public Map<String, String> headers(Map<String, Long> leftOut) {
        var headers = headers();
        if (!leftOut.isEmpty())
            headers.put(
                    "Fieldledger-Left-Out",
                    leftOut.entrySet().stream()
                            .map(why -> why.getKey() + "=" + why.getValue())
                            .collect(Collectors.joining(", ")));
        return headers;
    }
}
