package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/** What falls due in a case within a time to come: the tasks in advance, worked out from what is known, without any job. */
public final class Upcoming {

    /** How long an assessment of capacity is relied on before it is made anew. */
    private static final int MONTHS_BETWEEN_ASSESSMENTS = 12;

    /** What has to be done. */
    public enum Task {
        /** The person reaches an age at which they decide: ask them before. */
        COMING_OF_AGE,
        /** Collection under the module ends. */
        MODULE_PERIOD_ENDS,
        /** The approval's term ends. */
        APPROVAL_ENDS,
        /** Research under the approval must have begun. */
        MUST_START_BY,
        /** An amendment requires a new decision. */
        RECONSENT,
        /** An amendment has to be told. */
        NOTIFY,
        /** The assessment of capacity is getting old. */
        REASSESS_CAPACITY,
        /** Guardians, or the person's own assent, are missing. */
        ANSWER_AWAITED,
        /** An objection waits for its decision. */
        DECIDE_OBJECTION
    }

    /** @param on the day by which; the day asked about for what is due already */
    public record Due(
            Task task,
            LocalDate on,
            @Nullable ParticipantCode participant,
            @Nullable ModuleCode module,
            @Nullable ApprovalReference approval,
            @Nullable Fact<? extends FieldEvent> because) {}

    /** What concerns the case as a whole, from a day until a day, both included. */
    public static List<Due> ofCase(CaseReading here, LocalDate from, LocalDate until) {
        var at = from.atStartOfDay(here.zone()).toInstant();
        return here.approvals()
                .ofCase(here.code())
                .filter(one -> !here.approvals().ended(one.reference()))
                .flatMap(one -> Stream.concat(
                        here
                                .approvals()
                                .termAt(one, at)
                                .map(day -> new Due(Task.APPROVAL_ENDS, day, null, null, one.reference(), null))
                                .stream(),
                        Stream.ofNullable(one.mustStartBy())
                                .filter(day -> here.registeredBy(day).isEmpty())
                                .map(day -> new Due(Task.MUST_START_BY, day, null, null, one.reference(), null))))
                .filter(due -> within(due.on(), from, until))
                .sorted(Comparator.comparing(Due::on))
                .toList();
    }

    /** What concerns one person, from a day until a day, both included. A person who wants no contact is left alone. */
    public static List<Due> of(PersonReading person, LocalDate from, LocalDate until) {
        var here = person.caseReading();
        var at = from.plusDays(1).atStartOfDay(here.zone()).toInstant().minusMillis(1);
        var due = new ArrayList<Due>();
        for (var module : person.modules()) {
            var standing = person.standing(module, at);
            if (standing.withdrawal() != WithdrawalKind.NO_CONTACT) {
                comingOfAge(person, module, standing, at, from, until).ifPresent(due::add);
                reconsent(person, module, standing, from).ifPresent(due::add);
                notices(person, module, standing, at, from).forEach(due::add);
                reassess(person, module, standing, at, from, until).ifPresent(due::add);
                awaited(person, module, standing, from).ifPresent(due::add);
            }
            periodEnds(person, module, standing, from, until).ifPresent(due::add);
            objections(person, module, at, from).forEach(due::add);
        }
        due.sort(Comparator.comparing(Due::on));
        return List.copyOf(due);
    }

    private static Optional<Due> comingOfAge(
            PersonReading person, ModuleCode module, Standing standing, Instant at, LocalDate from, LocalDate until) {
        var given = standing.given();
        var age = person.age();
        if (age.isEmpty() || given == null || !Overlays.byGuardians(given) || given.by() == null)
            return Optional.empty();
        if (person.representation().lacksAbility(module, at, null)) return Optional.empty();
        return person.rules()
                .of(given.by().under())
                .flatMap(rules -> rules.ages()
                        .filter(years -> rules.ownDecision(years)
                                .filter(rule -> rule.presumed()
                                        || person.representation().hasAbility(module, at, null))
                                .isPresent())
                        .map(years -> age.get().reaches(years))
                        .filter(day -> person.startOf(day).isAfter(given.since()) && within(day, from, until))
                        .findFirst())
                .map(day -> new Due(Task.COMING_OF_AGE, day, person.code(), module, null, standing.decision()));
    }

    private static Optional<Due> reconsent(PersonReading person, ModuleCode module, Standing standing, LocalDate from) {
        return standing.state() == State.RECONSENT_DUE
                ? Optional.of(new Due(Task.RECONSENT, from, person.code(), module, null, standing.amendment()))
                : Optional.empty();
    }

    /** Each amendment is told of by itself: being told of the last says nothing of the one before. */
    private static Stream<Due> notices(
            PersonReading person, ModuleCode module, Standing standing, Instant at, LocalDate from) {
        var given = standing.given();
        if (!standing.permits() || given == null || given.text() == null) return Stream.empty();
        return person.caseReading()
                .amendmentsAfter(given.text(), given.since(), ReconsentRule.NOTIFY)
                .filter(amended -> !Instants.ends(amended.occurred()).isAfter(at))
                .filter(amended -> !person.told(amended.id(), module, at))
                .map(amended -> new Due(
                        Task.NOTIFY,
                        from,
                        person.code(),
                        module,
                        amended.event().reference(),
                        amended));
    }

    private static Optional<Due> reassess(
            PersonReading person, ModuleCode module, Standing standing, Instant at, LocalDate from, LocalDate until) {
        var given = standing.given();
        var onAdvice = given != null && given.by() != null && given.by().capacity() == DeciderCapacity.CONSULTEE;
        return person.representation()
                .assessment(module, at, null)
                .filter(assessed -> onAdvice || assessed.event().outcome() == CapacityOutcome.LACKS_CAPACITY)
                .map(assessed -> new Due(
                        Task.REASSESS_CAPACITY,
                        latest(assessed.occurred().firstDay().plusMonths(MONTHS_BETWEEN_ASSESSMENTS), from),
                        person.code(),
                        module,
                        null,
                        assessed))
                .filter(due -> within(due.on(), from, until));
    }

    private static Optional<Due> awaited(PersonReading person, ModuleCode module, Standing standing, LocalDate from) {
        return standing.awaiting().anybody()
                ? Optional.of(new Due(Task.ANSWER_AWAITED, from, person.code(), module, null, standing.decision()))
                : Optional.empty();
    }

    private static Optional<Due> periodEnds(
            PersonReading person, ModuleCode module, Standing standing, LocalDate from, LocalDate until) {
        if (!standing.permits()) return Optional.empty();
        return person.caseReading()
                .collectUntil(module)
                .filter(day -> within(day, from, until))
                .map(day -> new Due(Task.MODULE_PERIOD_ENDS, day, person.code(), module, null, standing.decision()));
    }

    private static Stream<Due> objections(PersonReading person, ModuleCode module, Instant at, LocalDate from) {
        return person.withdrawals(WithdrawalKind.RESTRICT_OR_OBJECT, module)
                .filter(objection -> !Instants.ends(objection.occurred()).isAfter(at))
                .filter(objection -> HeldMaterial.outcome(person, objection, at).isEmpty())
                .map(objection -> new Due(Task.DECIDE_OBJECTION, from, person.code(), module, null, objection));
    }

    private static LocalDate latest(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static boolean within(LocalDate day, LocalDate from, LocalDate until) {
        return !day.isBefore(from) && !day.isAfter(until);
    }

    private Upcoming() {}
}
