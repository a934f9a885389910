package org.fieldledger.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf.FieldTime;
import org.jspecify.annotations.Nullable;

/** The conditions of a question with their values, put together as far as they were asked for. */
public final class Conditions {

    private final StringBuilder sql = new StringBuilder("true");
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final String trueAt;
    private final String knownAt;

    public Conditions() {
        this("");
    }

    /** @param picture what its two times are told apart by, in a question that compares pictures; letters only */
    public Conditions(String picture) {
        this.trueAt = "trueAt" + picture;
        this.knownAt = "knownAt" + picture;
    }

    /** A condition without a value of its own. */
    public Conditions and(String condition) {
        sql.append("\n   and ").append(condition);
        return this;
    }

    /** A condition that holds only where the question names a value; the value is known by this name in it. */
    public Conditions and(String condition, String name, @Nullable Object value) {
        if (value == null || value.toString().isBlank()) return this;
        values.put(name, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        return and(condition);
    }

    /** A value that the question uses beside its conditions. */
    public Conditions with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Facts that had certainly begun and were known, and not yet known to be wrong. */
    public Conditions begunAndKnown(AsOf asOf) {
        return begun(asOf).known(asOf);
    }

    /** Facts that had certainly begun in the field by then. */
    public Conditions begun(AsOf asOf) {
        return at(asOf, "begun_on", "begun_by");
    }

    /** The same rule for times other than the beginning: a local day, and the instant that goes with it. */
    public Conditions at(AsOf asOf, String day, String instant) {
        return switch (asOf.trueAt()) {
            case null -> this;
            case FieldTime.Day(var date) -> and(day + " <= :" + trueAt, trueAt, date);
            case FieldTime.Moment(var moment) -> and(instant + " <= :" + trueAt, trueAt, moment);
        };
    }

    /** Facts that were known, and not yet known to be wrong. */
    public Conditions known(AsOf asOf) {
        if (asOf.knownAt() == null) return and("superseded_at is null");
        return recorded(asOf).and("(superseded_at is null or superseded_at > :" + knownAt + ")");
    }

    /** Facts that had been recorded by then, whether or not they were known to be wrong. */
    public Conditions recorded(AsOf asOf) {
        return and("recorded_at <= :" + knownAt, knownAt, asOf.knownAt());
    }

    /** Facts of cases that whoever is asking may see. */
    public Conditions visible(CaseAccess access) {
        access.visibleCases()
                .ifPresent(cases -> and("case_code = any(cast(:visible as text[]))", "visible", arrayOf(cases)));
        return this;
    }

    /** The same, and facts that belong to no case. */
    public Conditions visibleOrOfTheProgramme(CaseAccess access) {
        access.visibleCases()
                .ifPresent(cases -> and(
                        "(case_code is null or case_code = any(cast(:visible as text[])))", "visible", arrayOf(cases)));
        return this;
    }

    private static String arrayOf(Set<CaseCode> cases) {
        return cases.stream().map(CaseCode::code).sorted().collect(Collectors.joining(",", "{", "}"));
    }

    /** What follows {@code where}. */
    public String sql() {
        return sql.toString();
    }

    public Map<String, @Nullable Object> values() {
        return values;
    }
}
