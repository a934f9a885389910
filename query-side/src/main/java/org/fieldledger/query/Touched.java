package org.fieldledger.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;

/**
 * Of which actions the use may be another in the later of two pictures than in the earlier. Too many do no harm, for each is
 * asked about; too few would be a fault.
 *
 * @param everything all of them
 * @param people those that took something from one of these
 * @param actions those that were not over by a moment
 */
public record Touched(boolean everything, Set<ParticipantCode> people, List<ActionsFrom> actions) {

    public static final Touched EVERYTHING = new Touched(true, Set.of(), List.of());
    public static final Touched NOTHING = new Touched(false, Set.of(), List.of());

    /** Actions that were not over by then; those alone that this member of the team performed, if one is named. */
    public record ActionsFrom(Instant from, @Nullable ResearcherCode performer) {}

    /**
     * The condition on rows that name people, performers and the last moment of an action. Asked whether it is true, so that the
     * people are put into a table of hashes once and not joined to those of every row: 0.3 s instead of 2.9 for 60,000 rows.
     */
    public String sql() {
        return everything ? "true" : """
                (exists (select from unnest(participants) one
                          where (one in (select code from unnest(cast(:touched as text[])) touched(code))) is true)
                 or exists (select from unnest(cast(:from as timestamptz[]), cast(:performers as text[])) action(since, performer)
                             where occurred_latest >= since and (performer = '' or performer = any(performed_by))))""";
    }

    public Map<String, Object> values() {
        if (everything) return Map.of();
        return Map.of(
                "touched", people.stream().map(ParticipantCode::code).collect(Collectors.joining(",", "{", "}")),
                "from",
                        actions.stream()
                                .map(action -> action.from().toString())
                                .collect(Collectors.joining(",", "{", "}")),
                "performers",
                        actions.stream()
                                .map(action -> action.performer() == null
                                        ? "\"\""
                                        : action.performer().code())
                                .collect(Collectors.joining(",", "{", "}")));
    }
}
