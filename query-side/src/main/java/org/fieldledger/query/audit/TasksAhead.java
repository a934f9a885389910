package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.consent.Upcoming;
import org.fieldledger.consent.Upcoming.Due;
import org.fieldledger.consent.Upcoming.Task;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.GovernanceEvent.ReleaseNoticeGiven;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What falls due for whom in the months ahead, soonest first; what is due already stands on the day asked about. Not one of
 * the twenty questions, but asked like them. Worked out from what is known, without any job.
 */
final class TasksAhead implements CaseQuestion {

    static final String NAME = "tasks";

    /** What asks something of people who may have left. */
    private static final Set<Task> WHILE_ENROLLED =
            EnumSet.of(Task.COMING_OF_AGE, Task.RECONSENT, Task.NOTIFY, Task.REASSESS_CAPACITY, Task.ANSWER_AWAITED);

    /** What concerns many people at once, and is told once for the case unless one of them is asked about. */
    private static final Set<Task> OF_THE_CASE = EnumSet.of(Task.MODULE_PERIOD_ENDS, Task.NOTIFY);

    /**
     * @param participant whom it concerns; absent for what concerns the case as a whole
     * @param due the day by which
     * @param task what has to be done, lower case with hyphens
     * @param what the same as a sentence
     * @param people how many people in the case are concerned, where that is more than one
     * @param rule what makes it so
     * @param sources where the rule is taken from
     * @param because the event that it follows from
     */
    record Row(
            String caseCode,
            @Nullable String participant,
            LocalDate due,
            long daysLeft,
            String task,
            String what,
            List<String> modules,
            @Nullable Long people,
            String rule,
            List<String> sources,
            @Nullable UUID because) {}

    @Override
    public int number() {
        return 0;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String asks() {
        return "What falls due, for whom and why?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.PARTICIPANT, Parameter.WITHIN);
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.everything(inquiry, GovernanceEvent.class);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        trail.reading().ifPresent(reading -> {
            var ahead = new Ahead(
                    trail,
                    reading,
                    trail.today(),
                    trail.today().plusMonths(inquiry.within()),
                    assessors(trail, inquiry));
            if (inquiry.participant().isEmpty()) {
                Upcoming.ofCase(reading, ahead.from, ahead.until).forEach(due -> rows.add(ahead.ofCase(due)));
                rows.addAll(ahead.periods());
            }
            for (var person : trail.people())
                if (inquiry.about(person))
                    rows.addAll(ahead.of(
                            reading.person(person), inquiry.participant().isPresent()));
            if (inquiry.participant().isEmpty()) rows.addAll(ahead.toTell());
            rows.addAll(ahead.adviceToReview(inquiry));
            rows.addAll(ahead.notices(inquiry));
        });
        rows.sort(Comparator.comparing(Row::due)
                .thenComparing(row -> row.participant() == null ? "" : row.participant())
                .thenComparing(Row::task)
                .thenComparing(Row::what));
        var counts = new LinkedHashMap<String, Long>();
        counts.put("tasks", (long) rows.size());
        counts.put(
                "dueNow",
                rows.stream().filter(row -> !row.due().isAfter(trail.today())).count());
        return new Findings(rows, counts);
    }

    /** Who made each assessment of whoever is asked about. */
    private static Map<UUID, String> assessors(AuditTrail trail, Inquiry inquiry) {
        return trail
                .opened(trail.standing(CapacityAssessed.class)
                        .filter(fact -> inquiry.about(fact.event().participant()))
                        .map(AuditTrail.Fact::entry)
                        .toList())
                .stream()
                .collect(Collectors.toMap(Entry::id, entry -> ((CapacityAssessed) entry.event()).assessor()));
    }

    /** One case, and the days looked ahead. */
    private record Ahead(
            AuditTrail trail, CaseReading reading, LocalDate from, LocalDate until, Map<UUID, String> assessors) {

        private Row row(
                @Nullable ParticipantCode person,
                LocalDate due,
                Task task,
                String what,
                List<String> modules,
                @Nullable Long people,
                Reason reason,
                @Nullable UUID because) {
            return row(person, due, AuditQuestion.code(task), what, modules, people, reason, because);
        }

        private Row row(
                @Nullable ParticipantCode person,
                LocalDate due,
                String task,
                String what,
                List<String> modules,
                @Nullable Long people,
                Reason reason,
                @Nullable UUID because) {
            return new Row(
                    trail.code(),
                    person == null ? null : person.code(),
                    due,
                    ChronoUnit.DAYS.between(from, due),
                    task,
                    what,
                    modules,
                    people,
                    reason.rule(),
                    reason.sources(),
                    because);
        }

        /** The end of an approval, or the day by which research under it has to begin. */
        Row ofCase(Due due) {
            var reference = due.approval();
            var approval = reference == null
                    ? Optional.<EthicsApprovalGranted>empty()
                    : reading.approvals().granted(reference);
            var authority = approval.map(EthicsApprovalGranted::authority).orElse("the authority");
            var what = due.task() == Task.MUST_START_BY
                    ? "Begin research under approval %s, or it lapses".formatted(reference)
                    : "Approval %s ends: apply for more time, or stop collecting".formatted(reference);
            return row(
                    null,
                    due.on(),
                    due.task(),
                    what,
                    List.of(),
                    null,
                    new Reason("Term of the approval", List.of("%s, %s".formatted(authority, reference))),
                    null);
        }

        /** The last days of collection and of use under each module that somebody consents to. */
        List<Row> periods() {
            var rows = new ArrayList<Row>();
            for (var module : reading.modules()) {
                reading.collectUntil(module)
                        .filter(this::ahead)
                        .ifPresent(day -> consenting(module)
                                .ifPresent(people -> rows.add(period(
                                        module,
                                        day,
                                        "collection-ends",
                                        "Collection under %s ends".formatted(module),
                                        people))));
                reading.useUntil(module)
                        .filter(this::ahead)
                        .ifPresent(day -> consenting(module)
                                .ifPresent(people -> rows.add(period(
                                        module,
                                        day,
                                        "use-ends",
                                        "Use of what was collected under %s ends".formatted(module),
                                        people))));
            }
            return rows;
        }

        private Row period(ModuleCode module, LocalDate day, String task, String what, long people) {
            return row(
                    null,
                    day,
                    task,
                    what,
                    List.of(module.code()),
                    people,
                    new Reason("Period of the consent module", List.of("the programme's definition")),
                    null);
        }

        private Optional<Long> consenting(ModuleCode module) {
            var people = trail.people().stream()
                    .filter(person ->
                            reading.person(person).standing(module, trail.at()).permits())
                    .count();
            return people == 0 ? Optional.empty() : Optional.of(people);
        }

        private boolean ahead(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(until);
        }

        /** Amendments that people have to be told of. */
        List<Row> toTell() {
            var people = new LinkedHashMap<EventId, Set<ParticipantCode>>();
            var amendments = new LinkedHashMap<EventId, EthicsApprovalAmended>();
            for (var code : trail.people()) {
                var person = reading.person(code);
                if (!person.enrolled(Occurred.on(from, reading.zone()))) continue;
                for (var due : Upcoming.of(person, from, from)) {
                    var because = due.because();
                    if (due.task() != Task.NOTIFY || because == null) continue;
                    if (!(because.event() instanceof EthicsApprovalAmended amended)) continue;
                    amendments.put(because.id(), amended);
                    people.computeIfAbsent(because.id(), first -> new TreeSet<>())
                            .add(code);
                }
            }
            var rows = new ArrayList<Row>();
            amendments.forEach((id, amended) -> rows.add(row(
                    null,
                    from,
                    Task.NOTIFY,
                    "Tell those who consented before of the amendment",
                    List.of(),
                    (long) people.getOrDefault(id, Set.of()).size(),
                    ofTheAmendment(amended),
                    id.value())));
            return rows;
        }

        /** What concerns one person; modules that fall due together and for the same cause are one task. */
        List<Row> of(PersonReading person, boolean alone) {
            record Together(
                    Task task, LocalDate on, @Nullable EventId because) {}
            var enrolled = person.enrolled(Occurred.on(from, reading.zone()));
            var together = new LinkedHashMap<Together, List<Due>>();
            for (var due : Upcoming.of(person, from, until)) {
                if (OF_THE_CASE.contains(due.task()) && !alone) continue;
                if (WHILE_ENROLLED.contains(due.task()) && !enrolled) continue;
                var cause = due.because();
                together.computeIfAbsent(
                                new Together(due.task(), due.on(), cause == null ? null : cause.id()),
                                first -> new ArrayList<>())
                        .add(due);
            }
            return together.entrySet().stream()
                    .map(one -> ofPerson(
                            person,
                            one.getKey().task(),
                            one.getKey().on(),
                            one.getValue().stream()
                                    .flatMap(due -> Stream.ofNullable(due.module()))
                                    .distinct()
                                    .sorted()
                                    .toList(),
                            one.getValue().getFirst().because()))
                    .toList();
        }

        private Row ofPerson(
                PersonReading person, Task task, LocalDate on, List<ModuleCode> modules, @Nullable Fact<?> because) {
            var what = switch (task) {
                case COMING_OF_AGE ->
                    "Ask the person before that day: on it they reach the age to decide, and the modules are suspended until they do";
                case MODULE_PERIOD_ENDS -> "Collection under the module ends";
                case APPROVAL_ENDS -> "The approval ends";
                case MUST_START_BY -> "Begin research, or the approval lapses";
                case RECONSENT ->
                    "Ask again: an amendment requires a new decision, and nothing more is collected until then";
                case NOTIFY -> "Tell the person of an amendment";
                case REASSESS_CAPACITY -> "Assess again whether the person can decide";
                case ANSWER_AWAITED -> "Ask who has not answered yet: %s".formatted(awaited(person, modules));
                case DECIDE_OBJECTION -> "Decide the person's objection; the material is on hold until then";
            };
            return row(
                    person.code(),
                    on,
                    task,
                    what,
                    modules.stream().map(ModuleCode::code).toList(),
                    null,
                    reason(person, task, because),
                    because == null ? null : because.id().value());
        }

        private String awaited(PersonReading person, List<ModuleCode> modules) {
            var who = new TreeSet<String>();
            for (var module : modules) {
                var awaiting = person.standing(module, trail.at()).awaiting();
                who.addAll(awaiting.guardians());
                if (awaiting.assent()) who.add("the person");
            }
            return String.join(", ", who);
        }

        private Reason reason(PersonReading person, Task task, @Nullable Fact<?> because) {
            return switch (task) {
                case COMING_OF_AGE -> ofTheCountry(because);
                case RECONSENT, NOTIFY ->
                    because != null && because.event() instanceof EthicsApprovalAmended amended
                            ? ofTheAmendment(amended)
                            : new Reason("Amendment of an approval", List.of());
                case REASSESS_CAPACITY ->
                    because != null && because.event() instanceof CapacityAssessed
                            ? new Reason(
                                    "An assessment of capacity is relied on for twelve months; the last was on %s by %s"
                                            .formatted(
                                                    because.occurred(),
                                                    assessors.get(because.id().value())),
                                    List.of("practice of this store"))
                            : new Reason("An assessment of capacity is relied on for twelve months", List.of());
                case ANSWER_AWAITED -> ofTheCountry(because);
                case DECIDE_OBJECTION ->
                    new Reason(
                            "What somebody objects to is on hold until it is decided",
                            List.of("Regulation (EU) 2016/679, articles 18 and 21"));
                case MODULE_PERIOD_ENDS ->
                    new Reason("Period of the consent module", List.of("the programme's definition"));
                case APPROVAL_ENDS, MUST_START_BY -> new Reason("Term of the approval", List.of());
            };
        }

        private static Reason ofTheAmendment(EthicsApprovalAmended amended) {
            return new Reason(
                    "Amendment %s of approval %s, in effect on %s"
                            .formatted(
                                    amended.amendment(),
                                    amended.reference(),
                                    amended.envelope().occurred()),
                    List.of(amended.reference().code()));
        }

        /** The rules the decision was made under, with where they are taken from. */
        private Reason ofTheCountry(@Nullable Fact<?> because) {
            return Optional.ofNullable(because)
                    .map(Fact::event)
                    .filter(ConsentEvent.class::isInstance)
                    .flatMap(event -> Decision.by((ConsentEvent) event))
                    .flatMap(decider -> Optional.ofNullable(decider.under()))
                    .flatMap(rules -> trail.find(rules.value()))
                    .map(Entry::event)
                    .filter(ConsentRulesAdopted.class::isInstance)
                    .map(event -> (ConsentRulesAdopted) event)
                    .map(rules -> new Reason(
                            "Who decides in %s, edition %s".formatted(rules.country(), rules.edition()),
                            rules.sources()))
                    .orElseGet(() -> new Reason("Who decides in %s".formatted(reading.country()), List.of()));
        }

        /** Consultees who have not advised, or whose advice is older than the last assessment. */
        List<Row> adviceToReview(Inquiry inquiry) {
            return new CapacityAndAdvice()
                    .in(trail, inquiry).rows().stream()
                            .map(row -> (CapacityAndAdvice.Row) row)
                            .filter(row -> !row.current())
                            .filter(row -> reading.person(new ParticipantCode(row.participant()))
                                    .enrolled(Occurred.on(from, reading.zone())))
                            .map(row -> row(
                                    new ParticipantCode(row.participant()),
                                    from,
                                    "review-advice",
                                    "Have a consultee advise: " + row.told().toLowerCase(Locale.ROOT),
                                    List.of(),
                                    null,
                                    new Reason(
                                            "A person found unable to decide on %s takes part on current advice"
                                                    .formatted(row.assessed()),
                                            List.of()),
                                    row.assessment()))
                            .toList();
        }

        /** Releases that hold what may no longer be used, and whose recipients are still to be told. */
        List<Row> notices(Inquiry inquiry) {
            return Stream.concat(noticesOfPeople(inquiry), noticesOfDeviations(inquiry))
                    .distinct()
                    .map(notice -> row(
                            notice.person(),
                            from,
                            "release-notice",
                            "Tell whoever received %s what to leave out".formatted(notice.release()),
                            notice.modules(),
                            null,
                            new Reason(
                                    "What may no longer be used is taken out of what was released as well", List.of()),
                            notice.because()))
                    .toList();
        }

        /** Of those who took material out of use, the releases that question 6 finds it in. */
        private Stream<Notice> noticesOfPeople(Inquiry inquiry) {
            return trail.standing(ConsentWithdrawn.class)
                    .filter(fact -> fact.entry().caseCode().equals(trail.code()))
                    .map(fact -> fact.event().participant())
                    .filter(inquiry::about)
                    .distinct()
                    .flatMap(person -> new WhoReceived()
                            .in(trail, new Inquiry(Map.of(Parameter.PARTICIPANT, person.code()))).rows().stream()
                                    .map(row -> (WhoReceived.Row) row)
                                    .filter(row -> !row.noticeFor().isEmpty())
                                    .map(row -> new Notice(row.release(), person, row.noticeFor(), row.event())));
        }

        /** Of what turned out late not to have been covered, the releases it may have left the store in. */
        private Stream<Notice> noticesOfDeviations(Inquiry inquiry) {
            var given = trail.standing(ReleaseNoticeGiven.class)
                    .map(fact -> fact.event().release() + " " + fact.event().because())
                    .collect(Collectors.toSet());
            return trail.standing(DeviationOpened.class)
                    .filter(fact -> fact.entry().caseCode().equals(trail.code()))
                    .filter(fact -> trail.begun(fact.entry()))
                    .flatMap(fact -> Stream.ofNullable(fact.event().concerning())
                            .flatMap(because -> fact.event().releases().stream()
                                    .filter(release -> !given.contains(release + " " + because))
                                    .map(release ->
                                            new Notice(release, concerned(because), List.of(), because.value()))))
                    .filter(notice -> inquiry.participant().isEmpty()
                            || notice.person() != null && inquiry.about(notice.person()));
        }

        /** The one person an event is about; nobody where there are several. */
        private @Nullable ParticipantCode concerned(EventId because) {
            var codes = trail.find(because.value())
                    .map(entry -> Concerned.codes(entry.event()))
                    .orElse(List.of());
            return codes.size() == 1 ? codes.iterator().next() : null;
        }
    }

    private record Reason(String rule, List<String> sources) {}

    private record Notice(String release, @Nullable ParticipantCode person, List<String> modules, UUID because) {}
}
