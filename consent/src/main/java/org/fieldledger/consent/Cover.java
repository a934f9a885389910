package org.fieldledger.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Precision;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * Whether an action was covered: one function a rule. Everything it needs must have held throughout, for everybody in it; a
 * group action is one decision, which one person's shortfall blocks.
 */
final class Cover {

    static List<Shortfall> shortfalls(CaseReading here, Action action) {
        var needs = action.needs();
        var found = new ArrayList<Shortfall>();
        if (needs.team()) {
            caseNotOpen(here, action).ifPresent(found::add);
            for (var performer : action.performers())
                performerNotAssigned(here, performer, action).ifPresent(found::add);
        }
        if (needs.chapter() != null) notApproved(here, action, needs.chapter()).ifPresent(found::add);
        for (var person : action.people()) found.addAll(shortfalls(here.person(person), action));
        for (var module : needs.modules())
            modulePeriodOver(here, module, action).ifPresent(found::add);
        return found;
    }

    /** What one person's part in an action lacked. */
    static List<Shortfall> shortfalls(PersonReading person, Action action) {
        var needs = action.needs();
        var found = new ArrayList<Shortfall>();
        if (needs.enrolment()) notEnrolled(person, action).ifPresent(found::add);
        sessionDissented(person, action).ifPresent(found::add);
        for (var module : needs.modules())
            consent(person, module, action.occurred(), needs.passive())
                    .or(() -> modeDeclined(person, module, action))
                    .ifPresent(found::add);
        return found;
    }

    private static Optional<Shortfall> caseNotOpen(CaseReading here, Action action) {
        if (here.openThroughout(action.occurred())) return Optional.empty();
        return Optional.of(Shortfall.of(
                CoverRule.CASE_NOT_OPEN, "Case %s was not open on %s".formatted(here.code(), action.occurred())));
    }

    private static Optional<Shortfall> performerNotAssigned(CaseReading here, ResearcherCode performer, Action action) {
        if (here.assigned(performer, action.occurred())) return Optional.empty();
        return Optional.of(Shortfall.of(
                CoverRule.PERFORMER_NOT_ASSIGNED,
                "%s held no role in case %s on %s".formatted(performer, here.code(), action.occurred())));
    }

    /** Not in force, not begun in time, or not allowing this: {@link Approvals} says which. */
    private static Optional<Shortfall> notApproved(CaseReading here, Action action, String chapter) {
        return Optional.ofNullable(here.approval(action, chapter).shortfall());
    }

    private static Optional<Shortfall> notEnrolled(PersonReading person, Action action) {
        if (person.enrolled(action.occurred())) return Optional.empty();
        return Optional.of(new Shortfall(
                CoverRule.PARTICIPANT_NOT_ENROLLED,
                person.code(),
                null,
                "%s was not enrolled in case %s on %s"
                        .formatted(person, person.caseReading().code(), action.occurred()),
                null));
    }

    /** A person's own no to a session wins over whatever else they consented to. */
    private static Optional<Shortfall> sessionDissented(PersonReading person, Action action) {
        var session = action.session();
        if (session == null) return Optional.empty();
        return person.dissentFrom(session)
                .filter(no -> !certainlyOver(action, no))
                .findFirst()
                .map(no -> new Shortfall(
                        CoverRule.SESSION_DISSENTED,
                        person.code(),
                        null,
                        "%s said no to %s".formatted(person, session),
                        no));
    }

    /** A no said to the minute after a part of the session was over, to the minute, leaves that part as it was. */
    private static boolean certainlyOver(Action action, Fact<? extends ConsentEvent> no) {
        return no.occurred().precision() == Precision.MINUTE
                && action.occurred().latest().isBefore(no.occurred().earliest());
    }

    private static Optional<Shortfall> modulePeriodOver(CaseReading here, ModuleCode module, Action action) {
        return here.collectUntil(module)
                .filter(until -> action.occurred().lastDay().isAfter(until))
                .map(until -> new Shortfall(
                        CoverRule.MODULE_PERIOD_OVER,
                        null,
                        module,
                        "Collection under module %s ended on %s".formatted(module, until),
                        null));
    }

    /** Where somebody is met only in certain ways, an action says in which way it was done. */
    private static Optional<Shortfall> modeDeclined(PersonReading person, ModuleCode module, Action action) {
        if (action.needs().passive()) return Optional.empty();
        var occurred = action.occurred();
        var grain = Grain.of(occurred, false);
        return Stream.concat(Stream.of(occurred.earliest()), person.wishes(module, occurred))
                .flatMap(at -> person.modesWelcome(module, at, grain).stream())
                .filter(wish -> action.mode() == null || !wish.event().onlyBy().contains(action.mode()))
                .findFirst()
                .map(wish -> new Shortfall(
                        CoverRule.MODE_DECLINED,
                        person.code(),
                        module,
                        "%s takes part in %s only by %s since %s, and this was by %s"
                                .formatted(
                                        person,
                                        module,
                                        words(wish.event().onlyBy()),
                                        wish.occurred(),
                                        action.mode() == null
                                                ? "a way that is not stated"
                                                : words(List.of(action.mode()))),
                        wish));
    }

    /** Consent that did not stand at the beginning, or did not last to the end. */
    static Optional<Shortfall> consent(PersonReading person, ModuleCode module, Occurred action, boolean passive) {
        var grain = Grain.of(action, passive);
        var course = person.course(module, grain);
        return turns(person, course, action)
                .map(at -> Overlays.withinAction(person, module, course.at(at), at, grain))
                .filter(standing -> !standing.permits())
                .findFirst()
                .map(standing -> uncovered(person.code(), module, standing, action));
    }

    /** The consent that an action rests on, where it is covered. */
    static Standing restsOn(PersonReading person, ModuleCode module, Occurred action, boolean passive) {
        return person.course(module, Grain.of(action, passive)).at(action.earliest());
    }

    /** Every instant of the action at which consent may have changed: by a decision, by a birthday or by an amendment. */
    private static Stream<Instant> turns(PersonReading person, Course course, Occurred action) {
        var from = action.earliest();
        var until = action.latest();
        var birthdays = person.age().stream()
                .flatMap(age -> IntStream.rangeClosed(
                                action.firstDay().getYear(), action.lastDay().getYear())
                        .mapToObj(year -> age.reaches(year - age.earliest().getYear())))
                .map(person::startOf);
        var amendments = Stream.ofNullable(course.at(from).given())
                .flatMap(person::requiringAnew)
                .map(amended -> Instants.ends(amended.occurred()));
        return Stream.concat(
                        course.turns(from, until),
                        Stream.concat(birthdays, amendments).filter(at -> at.isAfter(from) && at.isBefore(until)))
                .sorted();
    }

    private static Shortfall uncovered(ParticipantCode person, ModuleCode module, Standing standing, Occurred action) {
        return new Shortfall(
                rule(standing),
                person,
                module,
                detail(person, module, standing, action),
                standing.amendment() != null ? standing.amendment() : standing.decision());
    }

    private static CoverRule rule(Standing standing) {
        return switch (standing.state()) {
            case NOT_ASKED, REQUESTED, DEFERRED, GIVEN, REAFFIRMED -> CoverRule.CONSENT_NOT_GIVEN;
            case REFUSED -> CoverRule.CONSENT_REFUSED;
            case WITHDRAWN ->
                standing.withdrawal() == WithdrawalKind.NO_CONTACT ? CoverRule.NO_CONTACT : CoverRule.CONSENT_WITHDRAWN;
            case SUSPENDED -> CoverRule.CONSENT_SUSPENDED;
            case EXPIRED -> CoverRule.CONSENT_EXPIRED;
            case INVALIDATED -> CoverRule.CONSENT_INVALIDATED;
            case RECONSENT_DUE -> CoverRule.RECONSENT_DUE;
        };
    }

    private static String detail(ParticipantCode person, ModuleCode module, Standing standing, Occurred action) {
        var decided = decidedOn(standing.decision());
        var what = switch (standing.state()) {
            case NOT_ASKED -> "%s was not asked for consent to %s".formatted(person, module);
            case REQUESTED, GIVEN, REAFFIRMED -> awaited(person, module, standing, decided);
            case DEFERRED -> "%s asked for time to think about %s%s".formatted(person, module, decided);
            case REFUSED -> "%s refused %s%s".formatted(person, module, decided);
            case WITHDRAWN ->
                standing.withdrawal() == WithdrawalKind.NO_CONTACT
                        ? "%s wants no contact about %s%s".formatted(person, module, decided)
                        : "Consent of %s to %s was withdrawn%s".formatted(person, module, decided);
            case INVALIDATED -> "Consent of %s to %s was found never to have been valid".formatted(person, module);
            case SUSPENDED, RECONSENT_DUE, EXPIRED ->
                "Consent of %s to %s %s%s"
                        .formatted(
                                person,
                                module,
                                standing.cause() == null
                                        ? "expired"
                                        : standing.cause().words(),
                                standing.amendment() != null
                                        ? decidedOn(standing.amendment())
                                        : standing.cause() == Cause.AGE_REACHED ? "" : decided);
        };
        return "%s, and this occurred on %s".formatted(what, action);
    }

    private static String awaited(ParticipantCode person, ModuleCode module, Standing standing, String decided) {
        var awaiting = standing.awaiting();
        if (!awaiting.anybody())
            return "%s was asked for consent to %s%s and has not answered".formatted(person, module, decided);
        var missing = new ArrayList<String>();
        if (!awaiting.guardians().isEmpty())
            missing.add("%d of the guardians".formatted(awaiting.guardians().size()));
        if (awaiting.assent()) missing.add("the person's own assent");
        return "Consent of %s to %s still lacks %s".formatted(person, module, String.join(" and ", missing));
    }

    private static String decidedOn(@Nullable Fact<? extends FieldEvent> fact) {
        return fact == null ? "" : " on " + fact.occurred();
    }

    private static String words(List<? extends Enum<?>> choices) {
        return choices.stream()
                .map(choice -> choice.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .reduce((one, other) -> one + " or " + other)
                .orElse("");
    }

    private Cover() {}
}
