package org.fieldledger.query.evidence;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InterpretationEvent.InterpretationRecorded;
import org.fieldledger.events.InterpretationEvent.ThemeRecorded;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Questions;
import org.fieldledger.query.When;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which events each theme and interpretation names as its evidence. The only class that names query.evidence_claim. */
@Component
class EvidenceView implements Projection {

    private static final Table CLAIM = Table.ofFacts("evidence_claim", "theme", "kind", "evidence");

    private final JdbcClient db;
    private final Questions questions;
    private final CaseAccess access;

    EvidenceView(JdbcClient db, Questions questions, CaseAccess access) {
        this.db = db;
        this.questions = questions;
        this.access = access;
    }

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Table> tables() {
        return List.of(CLAIM);
    }

    @Override
    public Set<Class<? extends FieldEvent>> concernedWith() {
        return Set.of(ThemeRecorded.class, InterpretationRecorded.class);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        switch (event.event()) {
            case ThemeRecorded e -> rows.fact(CLAIM, event, e.theme(), "theme", ids(e.evidence()));
            case InterpretationRecorded e -> rows.fact(CLAIM, event, e.theme(), "interpretation", ids(e.evidence()));
            default -> {
                // claims nothing
            }
        }
    }

    private static List<UUID> ids(List<EventId> evidence) {
        return evidence.stream().map(EventId::value).toList();
    }

    /**
     * A theme or an interpretation of one, with the events it names.
     *
     * @param kind theme or interpretation
     */
    record Claim(
            @Nullable String caseCode, String theme, String kind, When occurred, UUID event, List<UUID> evidence) {}

    /**
     * In order of theme and of the field: of one case where one is named, or else of the programme and of each case that whoever
     * asks may see.
     */
    List<Claim> claims(@Nullable CaseCode caseCode, @Nullable String theme, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode == null ? null : caseCode.code())
                    .and("theme = :theme", "theme", theme)
                    .begunAndKnown(upTo)
                    .visibleOrOfTheProgramme(access);
            return db.sql("""
                    select * from query.evidence_claim where %s
                     order by case_code nulls first, theme, occurred_earliest, position
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new Claim(
                            row.getString("case_code"),
                            row.getString("theme"),
                            row.getString("kind"),
                            When.of(row),
                            row.getObject("event_id", UUID.class),
                            Arrays.asList((UUID[]) row.getArray("evidence").getArray())))
                    .list();
        });
    }

    /** What each of these events names as its evidence, of those that are themes or interpretations and were known by then. */
    Map<UUID, List<UUID>> named(Collection<UUID> events, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var known = new Conditions().recorded(upTo);
            var named = new HashMap<UUID, List<UUID>>();
            db.sql("""
                    select event_id, evidence from query.evidence_claim
                     where event_id = any(cast(:events as uuid[])) and %s
                    """.formatted(known.sql()))
                    .params(known.values())
                    .param("events", events.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
                    .query(row -> {
                        named.put(row.getObject("event_id", UUID.class), Arrays.asList((UUID[])
                                row.getArray("evidence").getArray()));
                    });
            return named;
        });
    }
}
