package org.fieldledger.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * What releases of a store hold in which a random field was lived, with what the plain reading says to each: which actions and
 * whose parts in them, who takes part, what stands of their consent, and how much of it is left out for which reason. Each release
 * shows the cases as of two times of the past, and is judged by all that is known now.
 */
final class ReleaseProof {

    /** How often the plain reading said what. */
    final Map<String, Integer> said = new TreeMap<>();

    private final Releases releases;
    private final Instant now;
    private final Path folder;
    private final List<Line> log;
    private final List<CaseCode> cases;
    private final long seed;

    /** @param now the instant at which the store has a release judged */
    ReleaseProof(Releases releases, Instant now, Path folder, List<Line> log, List<CaseCode> cases, long seed) {
        this.releases = releases;
        this.now = now;
        this.folder = folder;
        this.log = log;
        this.cases = cases;
        this.seed = seed;
    }

    /** Of so many releases, the first of all that is known; every other asks that everybody in it agreed to a further module. */
    List<Question> questions(int releases) {
        var random = new Random(seed);
        return IntStream.range(0, releases).mapToObj(n -> release(n, random)).toList();
    }

    private Question release(int n, Random random) {
        var knownAt = log.get(n == 0 ? log.size() - 1 : random.nextInt(log.size() / 2, log.size()))
                .recordedAt();
        var day = FieldWorld.BEGINS.plusDays(random.nextLong(
                200, FieldWorld.BEGINS.until(LocalDate.ofInstant(knownAt, ZoneOffset.UTC), ChronoUnit.DAYS)));
        var sharing = n % 2 == 0 ? null : FieldWorld.MODULES.get(random.nextInt(FieldWorld.MODULES.size()));
        var rows = new Rows();
        for (var caseCode : cases) foretell(caseCode, day, knownAt, sharing, rows);
        rows.leftOut.forEach((what, often) -> rows.rows.add(what + " " + often));
        return new Question(
                "release",
                "seed %d, release %d, true at %s, known at %s, sharing %s".formatted(seed, n, day, knownAt, sharing),
                rows.rows,
                () -> made("PROOF-" + n, day, knownAt, sharing));
    }

    /** What a release is to hold, a line for each row. */
    private final class Rows {
        final List<String> rows = new ArrayList<>();
        final Map<String, Integer> leftOut = new TreeMap<>();

        void add(String row) {
            rows.add(row);
            said.merge("in " + row.substring(0, row.indexOf(' ')), 1, Integer::sum);
        }

        void leftOut(ReleaseTable table, CaseCode caseCode, String reason, int howMany) {
            if (howMany == 0) return;
            leftOut.merge(withheld(table, caseCode, reason), howMany, Integer::sum);
            said.merge("out for " + reason, 1, Integer::sum);
        }
    }

    private void foretell(CaseCode caseCode, LocalDate day, Instant knownAt, @Nullable ModuleCode sharing, Rows rows) {
        var about = AnswersProof.about(log, caseCode);
        var shown = new PlainReading(about, knownAt);
        var judged = new PlainReading(about, null);
        var then = When.endOf(day);
        var when = When.at(now);
        for (var line : about) {
            var action = Foretold.action(line.event());
            if (action.isEmpty()
                    || !caseCode.equals(action.get().caseCode())
                    || !shown.stands(line.id())
                    || !then.begun(line.occurred())) continue;
            var people = action.get().people();
            var use = use(judged, line, action.get(), when);
            var reason = reason(use)
                    .or(() -> people.stream().allMatch(person -> shares(judged, person, caseCode, sharing, when))
                            ? Optional.empty()
                            : Optional.of("not-shared"));
            if (reason.isEmpty()) {
                rows.add("action %s %s".formatted(line.id(), use == Held.IN_PART ? "in-part" : "whole"));
                for (var person : people) rows.add("part %s %s".formatted(line.id(), person));
                if (people.size() > 1) said.merge("in group", 1, Integer::sum);
            } else {
                if (people.size() > 1
                        && reason(judged.held(line, action.get(), people.getFirst(), when))
                                .isEmpty()) said.merge("out for another's word", 1, Integer::sum);
                rows.leftOut(ReleaseTable.ACTIONS, caseCode, reason.get(), 1);
                rows.leftOut(ReleaseTable.PARTS, caseCode, reason.get(), people.size());
            }
        }
        for (var one = 1; one <= FieldWorld.PEOPLE; one++) {
            var person = FieldWorld.person(caseCode, one);
            var standings = new ArrayList<String>();
            for (var module : FieldWorld.MODULES) {
                if (!named(shown, person, caseCode, module)) continue;
                var standing = shown.standing(person, caseCode, module, then);
                standings.add("consent %s %s %s %s"
                        .formatted(person, module, standing.state(), standing.by() == null ? "nobody" : standing.by()));
            }
            var use = judged.material.ofThePerson(person, caseCode, FieldWorld.MODULES, when);
            var reason = use.isEmpty()
                    ? Optional.of("not-agreed-to")
                    : reason(use.get())
                            .or(() -> shares(judged, person, caseCode, sharing, when)
                                    ? Optional.empty()
                                    : Optional.of("not-shared"))
                            .or(() -> joinedCovered(shown, judged, person, caseCode)
                                    ? Optional.empty()
                                    : Optional.of("quarantined"));
            if (reason.isEmpty()) {
                rows.add("participant " + person);
                standings.forEach(rows::add);
            } else {
                rows.leftOut(ReleaseTable.PARTICIPANTS, caseCode, reason.get(), 1);
                rows.leftOut(ReleaseTable.CONSENT, caseCode, reason.get(), standings.size());
            }
        }
    }

    /** Whether somebody's first joining was covered, as an action like any other. */
    private static boolean joinedCovered(
            PlainReading shown, PlainReading judged, ParticipantCode person, CaseCode caseCode) {
        return shown.lines.stream()
                .filter(line -> line.event() instanceof ParticipantEnrolled e
                        && e.participant().equals(person)
                        && caseCode.equals(e.envelope().caseStudy()))
                .min(Comparator.comparing((Line line) -> line.occurred().begunOn())
                        .thenComparing(Line::position))
                .map(line -> line.event().envelope().deviation() == null
                        && judged.uncovered(new Action(
                                        caseCode,
                                        line.occurred(),
                                        line.event().envelope().performedBy(),
                                        List.of(),
                                        "participant",
                                        List.of(),
                                        false,
                                        null,
                                        null))
                                .isEmpty())
                .orElse(true);
    }

    /** What one person stands in the way of is left out whole. */
    private static Held use(PlainReading judged, Line line, Action action, When when) {
        return action.people().stream()
                .map(person -> judged.held(line, action, person, when))
                .reduce(Held.USABLE, PlainMaterial::stronger);
    }

    private static Optional<String> reason(Held held) {
        return held == Held.USABLE || held == Held.IN_PART
                ? Optional.empty()
                : Optional.of(held.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static boolean shares(
            PlainReading judged, ParticipantCode person, CaseCode caseCode, @Nullable ModuleCode sharing, When when) {
        return sharing == null
                || PlainStanding.permits(
                        judged.standing(person, caseCode, sharing, when).state());
    }

    /** Whether anything known of a person in the case names the module, be it only about a later day. */
    private static boolean named(PlainReading shown, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        return shown.lines.stream()
                .anyMatch(line -> line.event() instanceof ConsentEvent e
                        && e.participant().equals(person)
                        && caseCode.equals(e.envelope().caseStudy())
                        && (e.modules().contains(module)
                                || e instanceof ConsentChanged changed
                                        && changed.withdrawn().contains(module)));
    }

    private List<String> made(String name, LocalDate day, Instant knownAt, @Nullable ModuleCode sharing) {
        var wanted = new Wanted(
                List.of(ReleaseTable.ACTIONS, ReleaseTable.PARTS, ReleaseTable.PARTICIPANTS, ReleaseTable.CONSENT),
                List.of(),
                List.of(),
                List.of(),
                sharing == null ? List.of() : List.of(sharing),
                false,
                AsOf.trueAt(day).knownAt(knownAt),
                null);
        try {
            var into = Files.createTempDirectory(folder, name);
            var made = releases.make(name, "a university", "Is it right?", wanted, into);
            var rows = new ArrayList<String>();
            for (var table : wanted.tables())
                new ReleasedTable(into, table).otherwiseInParquet().forEach(rows::add);
            new ReleasedTable(into, ReleaseTable.ACTIONS)
                    .rows.forEach(row -> rows.add("action %s %s".formatted(row.get("event"), row.get("kept"))));
            new ReleasedTable(into, ReleaseTable.PARTS)
                    .rows.forEach(row -> rows.add("part %s %s".formatted(row.get("event"), row.get("participant"))));
            new ReleasedTable(into, ReleaseTable.PARTICIPANTS)
                    .rows.forEach(row -> rows.add("participant " + row.get("participant")));
            new ReleasedTable(into, ReleaseTable.CONSENT)
                    .rows.forEach(row -> rows.add("consent %s %s %s %s"
                            .formatted(
                                    row.get("participant"),
                                    row.get("module"),
                                    row.get("state").toUpperCase(Locale.ROOT).replace('-', '_'),
                                    row.get("decision").isEmpty() ? "nobody" : row.get("decision"))));
            for (var one : made.frozen().withheld()) if (one.caseStudy() != null) rows.add(withheld(one));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String withheld(Withheld one) {
        return withheld(one.table(), one.caseStudy(), one.reason()) + " " + one.rows();
    }

    static String withheld(ReleaseTable table, @Nullable CaseCode caseCode, String reason) {
        return "left out of %s %s: %s".formatted(table, caseCode, reason);
    }
}
