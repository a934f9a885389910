package org.fieldledger.imports;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.AttestConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.intervention.InterventionCommand.MakeAllocation;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.imports.Mapping.AnswersTable;
import org.fieldledger.imports.Mapping.InstrumentSetUp;
import org.fieldledger.imports.Mapping.PeopleTable;
import org.jspecify.annotations.Nullable;

/**
 * One run of an import: set up the case, then people, then answers, each as commands through the desk. The key of every
 * command follows from the mapping and the row, so that a run that was cut off is completed by running it again, and a
 * complete one adds nothing.
 */
final class Import {

    private final Mapping mapping;
    private final Counter counter;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    Import(Mapping mapping, List<Table> tables, Counter counter) {
        this.mapping = mapping;
        this.counter = counter;
        for (var table : tables)
            if (this.tables.put(table.name(), table) != null)
                throw new ImportRefused("Two files hold a table called " + table.name() + "; name each only once");
    }

    /** Checks that every table is there, has the columns the mapping speaks of, and can be read to its end. */
    long check() {
        var named = new TreeSet<String>();
        long rows = 0;
        for (var people : mapping.people()) {
            named.add(people.table());
            table(people.table()).require(columns(people));
        }
        for (var answers : mapping.answers()) {
            named.add(answers.table());
            table(answers.table()).require(columns(answers));
        }
        for (var name : named) {
            var seen = new long[1];
            table(name).rows(row -> seen[0]++);
            rows += seen[0];
        }
        return rows;
    }

    /** Hands everything in. Nothing is held back for later but what belongs to one person. */
    void run(Set<String> modulesThere) {
        SetUp.commands(mapping, modulesThere).forEach((key, command) -> counter.setUp(key(key), command));
        counter.flush();
        for (var people : mapping.people()) table(people.table()).rows(row -> person(people, row));
        for (var answers : mapping.answers()) assessments(answers);
        counter.flush();
    }

    private void person(PeopleTable people, TableRow row) {
        counter.read(row);
        if (!people.where().matches(row)) return;
        var rows = List.of(row);
        try {
            var person = new ParticipantCode(required(row, people.participant()));
            var attestation = people.attestation();
            var from = day(row, attestation.from());
            counter.handIn(
                    Kind.ATTESTATION,
                    key("attested", person),
                    rows,
                    deviation -> new AttestConsent(
                            report(from, deviation),
                            person,
                            attestation.modules(),
                            attestation.attestedBy(),
                            attestation.evidence(),
                            null));
            var enrolled = day(row, people.enrolment().on());
            counter.handIn(
                    Kind.PERSON,
                    key("enrolled", person),
                    rows,
                    deviation -> new EnrolParticipant(
                            report(enrolled, deviation),
                            person,
                            people.enrolment().role(),
                            null,
                            null));
            people.allocation().ifPresent(allocation -> {
                if (row.cell(allocation.arm()).isEmpty()) return;
                var allocated = day(row, allocation.on());
                var arm = required(row, allocation.arm());
                counter.handIn(
                        Kind.ALLOCATION,
                        key("allocated", person),
                        rows,
                        deviation ->
                                new MakeAllocation(report(allocated, deviation), person, arm, allocation.method()));
            });
            people.withdrawal()
                    .filter(withdrawal -> withdrawal.when().matches(row))
                    .ifPresent(withdrawal -> {
                        var withdrawn = day(row, withdrawal.on());
                        counter.handIn(
                                Kind.WITHDRAWAL,
                                key("withdrew", person),
                                rows,
                                deviation -> new WithdrawConsent(
                                        report(withdrawn, deviation),
                                        person,
                                        withdrawal.modules(),
                                        withdrawal.kind(),
                                        Decider.SELF,
                                        withdrawal.method(),
                                        null));
                    });
            people.discontinuation()
                    .ifPresent(discontinuation -> row.cell(discontinuation.reason())
                            .ifPresent(said -> {
                                var gone = day(row, discontinuation.on());
                                var reason = reason(said, discontinuation.reasons());
                                counter.handIn(
                                        Kind.DISCONTINUATION,
                                        key("discontinued", person),
                                        rows,
                                        deviation -> new DiscontinueParticipant(
                                                report(gone, deviation), person, reason, said));
                            }));
        } catch (IllegalArgumentException unreadable) {
            counter.unreadable(row, String.valueOf(unreadable.getMessage()));
        }
    }

    private void assessments(AnswersTable answers) {
        var instrument = mapping.instruments().stream()
                .filter(set ->
                        set.code().equals(answers.instrument()) && set.version().equals(answers.version()))
                .findFirst()
                .orElseThrow(() ->
                        new ImportRefused("The mapping sets up no version %s of instrument %s, which its answers name"
                                .formatted(answers.version(), answers.instrument())));
        var gathering = new Gathering(answers, instrument);
        table(answers.table()).rows(gathering::row);
        gathering.handIn();
    }

    /** The rows of one person, gathered into assessments. */
    private final class Gathering {

        private final AnswersTable answers;
        private final InstrumentSetUp instrument;
        private final Set<String> items = new HashSet<>();
        private final Set<String> done = new HashSet<>();
        private final Map<String, Assessment> assessments = new LinkedHashMap<>();
        private @Nullable String person;

        Gathering(AnswersTable answers, InstrumentSetUp instrument) {
            this.answers = answers;
            this.instrument = instrument;
            instrument.items().forEach(item -> items.add(item.code()));
        }

        void row(TableRow row) {
            counter.read(row);
            if (!answers.where().matches(row)) return;
            try {
                var code = required(row, answers.participant());
                if (!code.equals(person)) {
                    handIn();
                    person = code;
                    if (!done.add(code))
                        throw new ImportRefused("%s: the rows of %s do not stand together; sort the table by %s"
                                .formatted(row.place(), code, answers.participant()));
                }
                var on = required(row, answers.on());
                var timepoint = timepoint(row);
                assessments
                        .computeIfAbsent(
                                on + " " + (timepoint == null ? "" : timepoint),
                                key -> new Assessment(new ParticipantCode(code), day(row, answers.on()), timepoint))
                        .add(row);
            } catch (IllegalArgumentException unreadable) {
                counter.unreadable(row, String.valueOf(unreadable.getMessage()));
            }
        }

        void handIn() {
            for (var assessment : assessments.values())
                if (!assessment.rows.isEmpty())
                    counter.handIn(
                            Kind.ASSESSMENT,
                            key(
                                    "answered " + answers.instrument() + " " + assessment.on + " "
                                            + assessment.timepoint,
                                    assessment.person),
                            assessment.rows,
                            assessment::command);
            for (var assessment : assessments.values()) assessment.compareTotals();
            assessments.clear();
        }

        private @Nullable TimepointCode timepoint(TableRow row) {
            if (answers.timepoint() == null) return null;
            var said = required(row, answers.timepoint());
            var timepoint = answers.timepoints().get(said);
            if (timepoint == null)
                throw new IllegalArgumentException(
                        "The mapping gives no timepoint for '%s' in %s".formatted(said, answers.timepoint()));
            return timepoint;
        }

        /** What one person answered on one day. */
        private final class Assessment {

            private final ParticipantCode person;
            private final Occurred on;
            private final @Nullable TimepointCode timepoint;
            private final Map<String, Response> responses = new LinkedHashMap<>();
            private final Map<String, BigDecimal> totals = new HashMap<>();
            private final List<TableRow> rows = new ArrayList<>();

            Assessment(ParticipantCode person, Occurred on, @Nullable TimepointCode timepoint) {
                this.person = person;
                this.on = on;
                this.timepoint = timepoint;
            }

            void add(TableRow row) {
                var item = required(row, answers.item());
                var value = row.cell(answers.value());
                if (answers.totals().containsKey(item)) {
                    value.ifPresent(total -> totals.put(answers.totals().get(item), number(total)));
                    return;
                }
                if (!items.contains(item))
                    throw new IllegalArgumentException("%s has no item %s".formatted(answers.instrument(), item));
                if (responses.put(item, response(item, value.orElse(null))) != null)
                    throw new IllegalArgumentException("Item %s stands twice on %s".formatted(item, on));
                rows.add(row);
            }

            private Response response(String item, @Nullable String value) {
                if (value == null) return Response.missing(item, answers.ifAbsent());
                var missing = answers.missingValues().get(value);
                return missing != null ? Response.missing(item, missing) : Response.of(item, number(value));
            }

            FieldCommand command(@Nullable String deviation) {
                var all = instrument.items().stream()
                        .map(item ->
                                responses.getOrDefault(item.code(), Response.missing(item.code(), answers.ifAbsent())))
                        .toList();
                return new AdministerMeasure(
                        report(on, deviation), person, answers.instrument(), answers.version(), timepoint, all);
            }

            /** A sum that the source made and that does not follow from its items is told, and never stored. */
            void compareTotals() {
                for (var score : instrument.scores()) {
                    var total = totals.get(score.code());
                    if (total == null || rows.isEmpty()) continue;
                    var sum = BigDecimal.ZERO;
                    var complete = true;
                    for (var item : score.items()) {
                        var response = responses.get(item);
                        if (response == null || response.number() == null) complete = false;
                        else sum = sum.add(response.number());
                    }
                    if (!complete || sum.compareTo(total) != 0)
                        counter.totalDiffers(
                                rows.getFirst(),
                                person,
                                on,
                                complete
                                        ? "The source adds up %s to %s, its items to %s"
                                                .formatted(score.code(), total, sum)
                                        : "The source gives %s as %s although an item is missing"
                                                .formatted(score.code(), total));
                }
            }
        }
    }

    private Report report(Occurred occurred, @Nullable String deviation) {
        return Report.on(mapping.study().code(), occurred)
                .by(mapping.performer())
                .asDeviationBecause(deviation)
                .done();
    }

    private Occurred day(TableRow row, String column) {
        return new Occurred(required(row, column), null, mapping.study().zone());
    }

    private static String required(TableRow row, String column) {
        return row.cell(column).orElseThrow(() -> new IllegalArgumentException("Column %s is empty".formatted(column)));
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is not a number".formatted(text));
        }
    }

    private static DiscontinuationReason reason(String said, Map<String, DiscontinuationReason> reasons) {
        var reason = reasons.get(said);
        if (reason == null) throw new IllegalArgumentException("The mapping gives no reason for '%s'".formatted(said));
        return reason;
    }

    private Table table(String name) {
        var table = tables.get(name);
        if (table == null)
            throw new ImportRefused("The mapping speaks of a table %s, and no file after --data holds it; there are %s"
                    .formatted(name, String.join(", ", tables.keySet())));
        return table;
    }

    private static Set<String> columns(PeopleTable people) {
        var columns = new TreeSet<>(people.where().cells().keySet());
        columns.add(people.participant());
        columns.add(people.attestation().from());
        columns.add(people.enrolment().on());
        people.allocation().ifPresent(allocation -> columns.addAll(List.of(allocation.on(), allocation.arm())));
        people.discontinuation().ifPresent(gone -> columns.addAll(List.of(gone.on(), gone.reason())));
        people.withdrawal().ifPresent(withdrawal -> {
            columns.add(withdrawal.on());
            columns.addAll(withdrawal.when().cells().keySet());
        });
        return columns;
    }

    private static Set<String> columns(AnswersTable answers) {
        var columns = new TreeSet<>(answers.where().cells().keySet());
        columns.addAll(List.of(answers.participant(), answers.on(), answers.item(), answers.value()));
        if (answers.timepoint() != null) columns.add(answers.timepoint());
        return columns;
    }

    private UUID key(String what) {
        return UUID.nameUUIDFromBytes(("import " + mapping.id() + "\n" + what).getBytes(StandardCharsets.UTF_8));
    }

    private UUID key(String what, ParticipantCode person) {
        return key(what + "\n" + person);
    }

    /** What is counted in the end. */
    enum Kind {
        ATTESTATION("consents attested"),
        PERSON("people enrolled"),
        ALLOCATION("allocations"),
        WITHDRAWAL("withdrawals of consent"),
        DISCONTINUATION("discontinuations"),
        ASSESSMENT("assessments");

        final String plural;

        Kind(String plural) {
            this.plural = plural;
        }
    }

    /** Takes what an import hands in, and keeps count of what becomes of it. */
    interface Counter {
        void read(TableRow row);

        void setUp(UUID key, FieldCommand command);

        /** @param command made without a reason for a deviation, or with one */
        void handIn(Kind kind, UUID key, List<TableRow> rows, Function<@Nullable String, FieldCommand> command);

        void unreadable(TableRow row, String why);

        void totalDiffers(TableRow row, ParticipantCode person, Occurred on, String how);

        void flush();
    }
}
