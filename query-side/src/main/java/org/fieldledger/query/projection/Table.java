package org.fieldledger.query.projection;

import java.util.List;
import java.util.stream.Stream;

/**
 * A table of a projection, in schema query. A table of facts begins with the columns that every fact has (what happened,
 * when, when it was recorded, what superseded it); a table of parts holds what a fact consists of, and shares its times.
 */
public record Table(String name, boolean facts, List<String> columns) {

    /** The columns every fact has, as the template table {@code query.fact} declares them; the two of supersession come later. */
    static final List<String> OF_EVERY_FACT = List.of(
            "position",
            "event_id",
            "case_code",
            "occurred_from",
            "occurred_until",
            "zone",
            "precision",
            "occurred_earliest",
            "occurred_latest",
            "begun_by",
            "begun_on",
            "recorded_at",
            "quarantined");

    /** A table made like {@code query.fact} with these columns of its own. */
    public static Table ofFacts(String name, String... own) {
        return new Table(
                name,
                true,
                Stream.concat(OF_EVERY_FACT.stream(), Stream.of(own)).toList());
    }

    /** A table whose rows belong to facts of another table of the same projection, by position. */
    public static Table ofParts(String name, String... columns) {
        return new Table(name, false, List.of(columns));
    }
}
