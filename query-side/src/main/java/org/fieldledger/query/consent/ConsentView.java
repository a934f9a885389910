package org.fieldledger.query.consent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.Standing;
import org.fieldledger.query.When;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The consent ledger: every decision as a row, and what stands for each person, case and module as of any two times. The only
 * class that names the tables consent_decision, consent_person and consent_module. What a decision does, and from when, says
 * {@link Effect}.
 */
@Component
public class ConsentView implements Projection {

    private static final Table DECISION = Table.ofFacts(
            "consent_decision",
            "participant",
            "module",
            "decision",
            "effect",
            "withdrawal",
            "capacity",
            "decider",
            "method",
            "form_version",
            "invalidates",
            "takes_effect_at",
            "takes_effect_on");
    private static final Table PERSON = Table.ofFacts("consent_person", "participant");
    private static final Table MODULE = Table.ofFacts("consent_module", "module");

    private final JdbcClient db;
    private final Questions questions;
    private final CaseAccess access;

    ConsentView(JdbcClient db, Questions questions, CaseAccess access) {
        this.db = db;
        this.questions = questions;
        this.access = access;
    }

    @Override
    public String name() {
        return "consent";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Table> tables() {
        return List.of(DECISION, PERSON, MODULE);
    }

    @Override
    public Set<Class<? extends FieldEvent>> concernedWith() {
        return Set.of(ParticipantEnrolled.class, ConsentModuleDefined.class, ConsentEvent.class);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        switch (event.event()) {
            case ParticipantEnrolled enrolled -> rows.fact(PERSON, event, enrolled.participant());
            case ConsentModuleDefined defined -> rows.fact(MODULE, event, defined.module());
            case ConsentChanged changed -> {
                add(rows, event, changed, changed.modules(), Effect.GIVES);
                add(rows, event, changed, changed.withdrawn(), Effect.WITHDRAWS);
            }
            case ConsentEvent decision -> add(rows, event, decision, decision.modules(), Effect.of(decision));
            default -> {
                // no concern of the consent ledger
            }
        }
    }

    /** A decision that names no module is about the person, and stands in the ledger under none. */
    private static void add(Rows rows, Recorded event, ConsentEvent decision, List<ModuleCode> modules, Effect effect) {
        Set<String> codes = modules.isEmpty() && !(decision instanceof ConsentChanged)
                ? Set.of("")
                : modules.stream().map(ModuleCode::code).collect(Collectors.toCollection(java.util.TreeSet::new));
        var occurred = decision.envelope().occurred();
        var details = Details.of(decision, effect);
        for (var module : codes)
            rows.fact(
                    DECISION,
                    event,
                    decision.participant(),
                    module,
                    event.kind(),
                    module.isEmpty() ? Effect.NONE : effect,
                    details.withdrawal(),
                    details.decider() == null ? null : details.decider().capacity(),
                    details.decider() == null ? null : details.decider().code(),
                    details.method(),
                    details.formVersion(),
                    decision instanceof ConsentInvalidated invalidated ? invalidated.decision() : null,
                    effect.at(occurred),
                    effect.on(occurred));
    }

    /** Who decided, how and on which text, for the kinds of decision that say so. */
    private record Details(
            @Nullable Decider decider,
            @Nullable ConsentMethod method,
            @Nullable FormVersionCode formVersion,
            @Nullable WithdrawalKind withdrawal) {

        static Details of(ConsentEvent decision, Effect effect) {
            return switch (decision) {
                case ConsentRequested e -> new Details(null, e.method(), e.formVersion(), null);
                case ConsentGiven e -> new Details(e.decidedBy(), e.method(), e.formVersion(), null);
                case ConsentRefused e -> new Details(e.decidedBy(), e.method(), e.formVersion(), null);
                case ConsentDeferred e -> new Details(null, null, e.formVersion(), null);
                case ConsentReaffirmed e -> new Details(e.decidedBy(), e.method(), null, null);
                case ConsentChanged e ->
                    new Details(
                            e.decidedBy(),
                            e.method(),
                            e.formVersion(),
                            effect == Effect.WITHDRAWS ? WithdrawalKind.NO_FURTHER_COLLECTION : null);
                case ConsentWithdrawn e -> new Details(e.decidedBy(), e.method(), null, e.kind());
                default -> new Details(null, null, null, null);
            };
        }
    }

    /** What stands for a person in a case and a module. Consent given in one case covers nothing in another. */
    public enum State {
        NOT_ASKED,
        REQUESTED,
        DEFERRED,
        GIVEN,
        REAFFIRMED,
        REFUSED,
        SUSPENDED,
        WITHDRAWN,
        EXPIRED,
        INVALIDATED
    }

    /**
     * What stands for one person in one case and one module, and the decisions behind it in the order in which they took effect.
     *
     * @param withdrawal the kind of withdrawal, where that is what stands
     * @param decision the event that made it so; absent where the person was not asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Consent(
            ParticipantCode participant,
            CaseCode caseCode,
            ModuleCode module,
            State state,
            @Nullable String withdrawal,
            @Nullable UUID decision,
            @Nullable Instant since,
            List<Decision> decisions) {}

    /**
     * One decision.
     *
     * @param takesEffect the instant from which it holds, which need not be when it was expressed
     * @param capacity in what capacity somebody decided, and under which code if not the participant
     * @param invalidated found never to have been valid
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Decision(
            String decision,
            When occurred,
            Instant takesEffect,
            @Nullable String withdrawal,
            @Nullable String capacity,
            @Nullable String decider,
            @Nullable String method,
            @Nullable String formVersion,
            boolean invalidated,
            Standing record) {}

    /** What stands for one person, case by case and module by module. Empty where nothing of the person is known. */
    public Answer<Consent> ofParticipant(ParticipantCode participant, AsOf asOf, boolean withHistory, Paging paging) {
        return questions.ask(
                this,
                asOf,
                basis -> answer(
                        basis,
                        known("participant = :participant", asOf),
                        asOf,
                        withHistory,
                        paging,
                        Optional.of(participant),
                        Optional.empty()));
    }

    /** What stands for everyone who was enrolled in a case or decided something in it, person by person and module by module. */
    public Answer<Consent> ofCase(CaseCode caseCode, AsOf asOf, boolean withHistory, Paging paging) {
        return questions.ask(
                this,
                asOf,
                basis -> answer(
                        basis,
                        known("case_code = :case", asOf),
                        asOf,
                        withHistory,
                        paging,
                        Optional.empty(),
                        Optional.of(caseCode)));
    }

    private String known(String whom, AsOf asOf) {
        return """
                select participant, case_code from query.consent_person where %s
                union
                select participant, case_code from query.consent_decision where %s""".formatted(
                new Conditions().and(whom).begunAndKnown(asOf).visible(access).sql(),
                new Conditions()
                        .and(whom)
                        .and("case_code is not null")
                        .and(inEffect(asOf))
                        .visible(access)
                        .sql());
    }

    private Answer<Consent> answer(
            Basis basis,
            String people,
            AsOf asOf,
            boolean withHistory,
            Paging paging,
            Optional<ParticipantCode> participant,
            Optional<CaseCode> caseCode) {
        var common = new Conditions()
                .begunAndKnown(asOf)
                .visible(access)
                .and(
                        "true",
                        "participant",
                        participant.map(ParticipantCode::code).orElse(null))
                .and("true", "case", caseCode.map(CaseCode::code).orElse(null));
        var cursor = paging.cursor();
        var states = db.sql(STATES.formatted(
                        people,
                        cursor == null ? "true" : "participant >= split_part(:after, ' ', 1)",
                        inEffect(asOf),
                        new Conditions().known(asOf).sql(),
                        new Conditions().begunAndKnown(asOf).sql(),
                        cursor == null ? "true" : "participant || ' ' || case_code || ' ' || module > :after"))
                .params(common.values())
                .param("after", cursor == null ? null : cursor.value())
                .param("limit", paging.limit() + 1)
                .query((row, n) -> state(row))
                .list();
        var page = paging.page(basis, states, last -> new Paging.Cursor(last.key(), 0).toString());
        var decisions = decisions(page.items(), asOf, withHistory, common);
        return page.map(state -> new Consent(
                state.participant(),
                state.caseCode(),
                state.module(),
                state.state(),
                state.withdrawal(),
                state.decision(),
                state.since(),
                decisions.getOrDefault(state.key(), List.of())));
    }

    private static String inEffect(AsOf asOf) {
        return new Conditions()
                .known(asOf)
                .at(asOf, "takes_effect_on", "takes_effect_at")
                .sql();
    }

    /**
     * What was decided outranks what turned out invalid, and that outranks having been asked; among equals the one that took
     * effect last stands. Nobody has fewer rows than one, so as many people as rows are asked for are enough.
     */
    private static final String STATES = """
            with people as materialized (
                select * from (%1$s) known where %2$s order by participant, case_code limit :limit + 1
            ),
            decision as (
                select *, exists (select 1 from query.consent_decision
                                   where invalidates = made.event_id and %4$s) as invalid
                  from query.consent_decision made
                 where (participant, case_code) in (select participant, case_code from people)
                   and module <> '' and effect <> 'none' and %3$s
            ),
            standing as (
                select distinct on (participant, case_code, module) *
                  from decision
                 order by participant, case_code, module,
                       case when invalid then 1 when effect in ('asks', 'defers') then 0 else 2 end desc,
                       takes_effect_at desc, position desc
            ),
            asked as (
                select participant, case_code, module
                  from people cross join (select distinct module from query.consent_module where %5$s) defined
                union
                select participant, case_code, module from standing
            ),
            ledger as (
                select participant, case_code, module, effect, invalid, withdrawal, event_id, takes_effect_at
                  from asked left join standing using (participant, case_code, module)
            )
            select * from ledger where %6$s
             order by participant || ' ' || case_code || ' ' || module
             limit :limit
            """;

    private record Stands(
            ParticipantCode participant,
            CaseCode caseCode,
            ModuleCode module,
            State state,
            @Nullable String withdrawal,
            @Nullable UUID decision,
            @Nullable Instant since) {

        String key() {
            return participant + " " + caseCode + " " + module;
        }
    }

    private static Stands state(ResultSet row) throws SQLException {
        var since = row.getObject("takes_effect_at", OffsetDateTime.class);
        return new Stands(
                new ParticipantCode(row.getString("participant")),
                new CaseCode(row.getString("case_code")),
                new ModuleCode(row.getString("module")),
                state(row.getString("effect"), row.getBoolean("invalid")),
                row.getString("withdrawal"),
                row.getObject("event_id", UUID.class),
                since == null ? null : since.toInstant());
    }

    private static State state(@Nullable String effect, boolean invalid) {
        if (effect == null) return State.NOT_ASKED;
        if (invalid) return State.INVALIDATED;
        return switch (Effect.valueOf(effect.toUpperCase(java.util.Locale.ROOT))) {
            case ASKS -> State.REQUESTED;
            case DEFERS -> State.DEFERRED;
            case GIVES -> State.GIVEN;
            case REAFFIRMS -> State.REAFFIRMED;
            case REFUSES -> State.REFUSED;
            case SUSPENDS -> State.SUSPENDED;
            case WITHDRAWS -> State.WITHDRAWN;
            case EXPIRES -> State.EXPIRED;
            case NONE -> throw new IllegalStateException("A decision without effect cannot stand");
        };
    }

    private java.util.Map<String, List<Decision>> decisions(
            List<Stands> states, AsOf asOf, boolean withHistory, Conditions common) {
        var counted =
                new Conditions().at(asOf, "takes_effect_on", "takes_effect_at").visible(access);
        if (withHistory) counted.recorded(asOf);
        else counted.known(asOf);
        var people = states.stream()
                .map(state -> state.participant().code())
                .distinct()
                .collect(Collectors.joining(",", "{", "}"));
        record Of(String key, Decision decision) {}
        return db
                .sql("""
                select *, %s,
                       exists (select 1 from query.consent_decision
                                where invalidates = given.event_id and %s) as invalid
                  from query.consent_decision given
                 where participant = any(cast(:people as text[])) and %s
                 order by takes_effect_at, position
                """.formatted(
                                Standing.DAYS_LATE, new Conditions().known(asOf).sql(), counted.sql()))
                .params(common.values())
                .param("people", people)
                .query((row, n) -> new Of(
                        row.getString("participant") + " " + row.getString("case_code") + " " + row.getString("module"),
                        decision(row, asOf)))
                .stream()
                .collect(Collectors.groupingBy(Of::key, Collectors.mapping(Of::decision, Collectors.toList())));
    }

    private static Decision decision(ResultSet row, AsOf asOf) throws SQLException {
        return new Decision(
                row.getString("decision"),
                When.of(row),
                row.getObject("takes_effect_at", OffsetDateTime.class).toInstant(),
                row.getString("withdrawal"),
                row.getString("capacity"),
                row.getString("decider"),
                row.getString("method"),
                row.getString("form_version"),
                row.getBoolean("invalid"),
                Standing.of(row, asOf));
    }
}
