package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.Concerned;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.query.audit.Consents.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether an action was covered when it happened, by all that is known now: the case open, everybody who performed it
 * assigned, an approval in force, everybody in it enrolled and consenting, no period over. What is not known denies.
 */
final class Cover {

    /** One thing that was lacking: whom and what it concerns, and the decision that stands in the way, if there is one. */
    record Gap(
            CoverRule rule,
            @Nullable ParticipantCode participant,
            @Nullable ModuleCode module,
            String detail,
            @Nullable Decision decision) {}

    private final AuditTrail trail;
    private final Approvals approvals;
    private final List<Fact<CaseRegistered>> registrations;
    private final List<Fact<CaseClosed>> closures;
    private final List<Fact<ResearcherRoleAssigned>> assigned;
    private final List<Fact<ResearcherRoleEnded>> ended;
    private final Map<ParticipantCode, List<Fact<ParticipantEnrolled>>> enrolled = new HashMap<>();
    private final Map<ParticipantCode, List<Fact<ParticipantDiscontinued>>> discontinued = new HashMap<>();
    private final Map<ModuleCode, LocalDate> collectUntil = new HashMap<>();

    Cover(AuditTrail trail) {
        this.trail = trail;
        this.approvals = new Approvals(trail);
        this.registrations = trail.standing(CaseRegistered.class).toList();
        this.closures = trail.standing(CaseClosed.class).toList();
        this.assigned = trail.standing(ResearcherRoleAssigned.class).toList();
        this.ended = trail.standing(ResearcherRoleEnded.class).toList();
        trail.standing(ParticipantEnrolled.class)
                .forEach(fact -> enrolled.computeIfAbsent(fact.event().participant(), person -> new ArrayList<>())
                        .add(fact));
        trail.standing(ParticipantDiscontinued.class)
                .forEach(fact -> discontinued
                        .computeIfAbsent(fact.event().participant(), person -> new ArrayList<>())
                        .add(fact));
        trail.standing(ConsentModuleDefined.class).forEach(fact -> {
            var defined = fact.event();
            if (defined.collectUntil() == null) collectUntil.remove(defined.module());
            else collectUntil.put(defined.module(), defined.collectUntil());
        });
    }

    /** Everything that was lacking; empty for an action that was covered, or that needs no cover. */
    List<Gap> gaps(Entry action) {
        var caseCode = trail.caseCode().orElse(null);
        var needed = Needed.by(action.event());
        if (caseCode == null || !needed.anything()) return List.of();
        var occurred = action.occurred();
        var gaps = new ArrayList<Gap>();
        if (!openThroughout(occurred))
            gaps.add(gap(CoverRule.CASE_NOT_OPEN, "Case %s was not open on %s".formatted(caseCode, occurred)));
        for (var performer : action.event().envelope().performedBy())
            if (!assigned(performer, occurred))
                gaps.add(gap(
                        CoverRule.PERFORMER_NOT_ASSIGNED,
                        "%s held no role in the case on %s".formatted(performer, occurred)));
        if (needed.chapter() != null)
            approvals
                    .gap(caseCode, needed.chapter(), occurred)
                    .ifPresent(why -> gaps.add(gap(CoverRule.APPROVAL_NOT_IN_FORCE, why)));
        for (var person : Concerned.codes(action.event())) gaps.addAll(gaps(person, action, needed));
        for (var module : needed.modules()) periodOver(module, occurred).ifPresent(gaps::add);
        return gaps;
    }

    private List<Gap> gaps(ParticipantCode person, Entry action, Needed needed) {
        var occurred = action.occurred();
        var gaps = new ArrayList<Gap>();
        if (needed.enrolment() && !enrolled(person, occurred))
            gaps.add(new Gap(
                    CoverRule.PARTICIPANT_NOT_ENROLLED,
                    person,
                    null,
                    "%s was not enrolled on %s".formatted(person, occurred),
                    null));
        for (var module : needed.modules()) {
            var finding = trail.consents().finding(person, module, occurred);
            if (!finding.covered()) gaps.add(uncovered(person, module, finding.decision()));
        }
        if (action.event() instanceof GroupSessionEvent meeting
                && trail.consents().dissentedFrom(person, meeting.session()))
            gaps.add(new Gap(
                    CoverRule.PERSON_DISSENTED,
                    person,
                    null,
                    "%s said no to %s".formatted(person, meeting.session()),
                    null));
        return gaps;
    }

    private static Gap uncovered(ParticipantCode person, ModuleCode module, @Nullable Decision decision) {
        if (decision == null)
            return new Gap(
                    CoverRule.CONSENT_NOT_GIVEN,
                    person,
                    module,
                    "%s had not given consent to %s".formatted(person, module),
                    null);
        var rule = switch (decision.effect()) {
            case REFUSES -> CoverRule.CONSENT_REFUSED;
            case WITHDRAWS -> CoverRule.CONSENT_WITHDRAWN;
            case SUSPENDS -> CoverRule.CONSENT_SUSPENDED;
            case EXPIRES -> CoverRule.CONSENT_EXPIRED;
            case ASKS, DEFERS, GIVES, REAFFIRMS, NONE -> CoverRule.CONSENT_NOT_GIVEN;
        };
        return new Gap(
                rule,
                person,
                module,
                "%s of %s to %s on %s stood in the way"
                        .formatted(
                                decision.entry().kind(),
                                person,
                                module,
                                decision.entry().occurred()),
                decision);
    }

    private static Gap gap(CoverRule rule, String detail) {
        return new Gap(rule, null, null, detail, null);
    }

    private boolean openThroughout(Occurred action) {
        return registrations.stream()
                        .findFirst()
                        .filter(opened ->
                                !Consents.begins(opened.occurred(), action).isAfter(action.earliest()))
                        .isPresent()
                && closures.stream()
                        .findFirst()
                        .filter(closed -> Consents.ends(closed.occurred()).isBefore(action.latest()))
                        .isEmpty();
    }

    private boolean assigned(ResearcherCode researcher, Occurred action) {
        return assigned.stream()
                .filter(role -> role.event().researcher().equals(researcher))
                .anyMatch(role -> {
                    var from = Consents.begins(role.occurred(), action);
                    return !from.isAfter(action.earliest())
                            && ended.stream()
                                    .filter(end -> end.event().researcher().equals(researcher)
                                            && end.event().role()
                                                    == role.event().role())
                                    .map(end -> Consents.ends(end.occurred()))
                                    .noneMatch(end -> !end.isBefore(from) && end.isBefore(action.latest()));
                });
    }

    /** Whether the person was enrolled in the case throughout. */
    boolean enrolled(ParticipantCode person, Occurred action) {
        return enrolled.getOrDefault(person, List.of()).stream().anyMatch(enrolment -> {
            var from = Consents.begins(enrolment.occurred(), action);
            return !from.isAfter(action.earliest())
                    && discontinued.getOrDefault(person, List.of()).stream()
                            .map(gone -> Consents.ends(gone.occurred()))
                            .noneMatch(end -> !end.isBefore(from) && end.isBefore(action.latest()));
        });
    }

    private Optional<Gap> periodOver(ModuleCode module, Occurred action) {
        return Optional.ofNullable(collectUntil.get(module))
                .filter(until -> action.lastDay().isAfter(until))
                .map(until -> new Gap(
                        CoverRule.MODULE_PERIOD_OVER,
                        null,
                        module,
                        "Collection under %s ended on %s".formatted(module, until),
                        null));
    }
}
