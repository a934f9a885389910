package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.State;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.query.AsOf;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What SQL says of use and of consent against the one reading in Java: one store in which invented cases live side by side, asked
 * of each case on days near those on which somebody decided something, as known at random moments.
 * {@code -Dfieldledger.proof.reporting=N} lives in more cases, {@code -Dfieldledger.proof.seed=N} begins elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportingProofTest {

    private static final int CASES = Integer.getInteger("fieldledger.proof.reporting", 20);
    private static final long SEED = Long.getLong("fieldledger.proof.seed", 1L);
    private static final int TURNS_OF_A_CASE = 60;
    private static final int QUESTIONS = 12;

    @TempDir
    static Path home;

    private final Map<String, Integer> said = new TreeMap<>();

    @Test
    void what_sql_shows_is_what_the_reading_allows_at_any_two_times() {
        var run = new GateProofTest.Run(new TreeMap<>());
        var field = new RandomField(SEED, CASES / 2, run::recorded);
        field.live(TURNS_OF_A_CASE * CASES);
        try (var store = RunningStore.in(home, RunningStore.DEMONSTRATION)) {
            var log = store.context().getBean(EventLog.class);
            // In parts, so that what was judged before is judged again with what is learned later.
            for (var part : parts(run.log)) {
                AnswersProofTest.record(
                        part, log, (DemonstrationClock) store.context().getBean(Clock.class));
                abreast(store.context().getBean(JdbcClient.class), log.head());
            }
            var db = store.context().getBean(JdbcClient.class);
            var today = db.sql("select today from reporting_v1.basis")
                    .query(LocalDate.class)
                    .single();
            var random = new Random(SEED);
            for (var caseCode : field.cases) {
                var about = run.log.stream()
                        .filter(line -> line.event().envelope().caseStudy() == null
                                || caseCode.equals(line.event().envelope().caseStudy()))
                        .toList();
                var now = new Picture(caseCode, about, today, null);
                for (var i = 0; i < QUESTIONS; i++) ask(db, picture(caseCode, about, random, i), now);
            }
        }
        System.out.printf("SQL in %d cases and %d events from seed %d: %s%n", CASES, run.log.size(), SEED, said);
        assertThat(said.keySet()).contains("USABLE", "QUARANTINED", "shown", "GIVEN", "WITHDRAWN", "SUSPENDED");
    }

    private static List<List<Line>> parts(List<Line> history) {
        var parts = new ArrayList<List<Line>>();
        var each = history.size() / 7 + 1;
        for (var from = 0; from < history.size(); ) {
            var until = Math.min(history.size(), from + each);
            // What was recorded at one moment is recorded together.
            while (until < history.size()
                    && history.get(until)
                            .recordedAt()
                            .equals(history.get(until - 1).recordedAt())) until++;
            parts.add(history.subList(from, until));
            from = until;
        }
        return parts;
    }

    private static void abreast(JdbcClient db, long head) {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> db.sql("select position from reporting_v1.basis")
                                .query(Long.class)
                                .single()
                        == head);
    }

    private static Picture picture(CaseCode caseCode, List<Line> about, Random random, int question) {
        var decided = about.stream()
                .filter(line -> line.event() instanceof ConsentEvent)
                .map(line -> line.occurred().firstDay())
                .toList();
        var day = decided.isEmpty() || random.nextInt(3) == 0
                ? RandomField.BEGINS.plusDays(20 + random.nextInt(365 * 5))
                : decided.get(random.nextInt(decided.size())).plusDays(random.nextInt(3) - 1);
        var knownAt =
                question == 0 ? null : about.get(random.nextInt(about.size())).recordedAt();
        return new Picture(caseCode, about, day, knownAt);
    }

    /** A case on a day as known at a moment, read in Java. */
    private static final class Picture {

        private final CaseCode caseCode;
        private final List<Line> about;
        private final LocalDate day;
        private final @Nullable Instant knownAt;
        private final CaseReading reading;
        private final Collection<EventId> standing;

        Picture(CaseCode caseCode, List<Line> about, LocalDate day, @Nullable Instant knownAt) {
            this.caseCode = caseCode;
            this.about = about;
            this.day = day;
            this.knownAt = knownAt;
            var facts = ReadingProofTest.standing(about, knownAt);
            this.reading = CaseReading.of(caseCode, facts);
            this.standing = facts.all().map(Fact::id).toList();
        }

        Instant at() {
            return AsOf.trueAt(day).lastInstant(reading.zone());
        }

        /** What may be done with what an action took, whomever it took it from. */
        Use use(Line line) {
            var strongest = Use.USABLE;
            for (var person : Concerned.codes(line.event())) {
                var use = HeldMaterial.of(reading.person(person), new Fact<FieldEvent>(line.id(), line.event()), at())
                        .use();
                if (use.compareTo(strongest) > 0) strongest = use;
            }
            return strongest;
        }

        @Override
        public String toString() {
            return "seed %d, case %s on %s as known at %s".formatted(SEED, caseCode, day, knownAt);
        }
    }

    private static boolean ofPeople(Line line) {
        return !Needs.of(line.event().getClass()).modules().isEmpty()
                && !Concerned.codes(line.event()).isEmpty();
    }

    private void ask(JdbcClient db, Picture asked, Picture now) {
        var known = asked.knownAt == null ? Instant.parse("9999-01-01T00:00:00Z") : asked.knownAt;
        var uses = new TreeMap<UUID, String>();
        db.sql("""
                select t.event_id, u.use from reporting.material_use u join query.timeline t using (position)
                 where t.case_code = :case and u.true_from <= :day and u.true_until > :day
                   and u.known_from <= :known and u.known_until > :known
                """)
                .param("case", asked.caseCode.code())
                .param("day", asked.day)
                .param("known", known.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    var before = uses.put(row.getObject("event_id", UUID.class), row.getString("use"));
                    assertThat(before).as("One use of each action, %s", asked).isNull();
                });
        var shown = new TreeSet<>(
                db.sql("select event from reporting_v1.timeline_at(:case, :day, cast(:known as timestamptz))")
                        .param("case", asked.caseCode.code())
                        .param("day", asked.day)
                        .param("known", asked.knownAt == null ? null : asked.knownAt.atOffset(ZoneOffset.UTC))
                        .query(UUID.class)
                        .list());
        var expected = new TreeSet<UUID>();
        for (var line : asked.about) {
            if (!asked.caseCode.equals(line.event().envelope().caseStudy())
                    || line.recordedAt().isAfter(known)) continue;
            var usable = true;
            if (ofPeople(line)) {
                var use = asked.use(line);
                said.merge(use.name(), 1, Integer::sum);
                assertThat(uses.get(line.id().value()))
                        .as("%s: %s", asked, line.event())
                        .isEqualToIgnoringCase(use.name());
                usable = use == Use.USABLE && now.use(line) == Use.USABLE;
            }
            var deviation = line.event().envelope().deviation();
            var quarantined = deviation != null && !deviation.uncovered().isEmpty();
            // An entry that declares another an error stands in the timeline, and counts for nothing in the reading.
            var stands = asked.standing.contains(line.id())
                    || line.event() instanceof EnteredInError && !corrected(asked, line);
            if (usable && !quarantined && stands && !line.occurred().begunOn().isAfter(asked.day))
                expected.add(line.id().value());
        }
        said.merge("shown", expected.size(), Integer::sum);
        assertThat(shown).as("%s", asked).isEqualTo(expected);
        stands(db, asked);
    }

    private static boolean corrected(Picture asked, Line line) {
        return asked.about.stream()
                .filter(other -> asked.knownAt == null || !other.recordedAt().isAfter(asked.knownAt))
                .map(other -> other.event().envelope().corrects())
                .anyMatch(corrects -> corrects != null && corrects.event().equals(line.id()));
    }

    private void stands(JdbcClient db, Picture asked) {
        var answered = new TreeMap<String, String>();
        db.sql("select * from reporting_v1.consent_state_at(:case, :day, cast(:known as timestamptz))")
                .param("case", asked.caseCode.code())
                .param("day", asked.day)
                .param("known", asked.knownAt == null ? null : asked.knownAt.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    answered.put(
                            row.getString("participant") + " " + row.getString("module"),
                            "%s %s %s %s"
                                    .formatted(
                                            row.getString("state"),
                                            row.getString("cause"),
                                            row.getObject("decision"),
                                            row.getTimestamp("since").toInstant()));
                });
        var expected = new TreeMap<String, String>();
        for (var one = 1; one <= RandomField.PEOPLE; one++) {
            ParticipantCode person = RandomField.person(asked.caseCode, one);
            var read = asked.reading.person(person);
            for (var module : read.modules()) {
                var standing = read.standing(module, asked.at());
                said.merge(standing.state().name(), 1, Integer::sum);
                if (standing.state() != State.NOT_ASKED)
                    expected.put(
                            person + " " + module,
                            "%s %s %s %s"
                                    .formatted(
                                            lower(standing.state()),
                                            standing.cause() == null ? null : lower(standing.cause()),
                                            standing.decidedBy()
                                                    .map(EventId::value)
                                                    .orElse(null),
                                            standing.since()));
            }
        }
        assertThat(answered).as("%s", asked).isEqualTo(expected);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
