package org.fieldledger.command.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.CaseStudy;
import org.fieldledger.command.entity.ConsentRecord.Finding;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.entity.Participant;
import org.fieldledger.command.entity.Participant.Standing;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Deviation;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.Envelope.RestsOn;
import org.fieldledger.events.Envelope.Uncovered;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.jspecify.annotations.Nullable;

/**
 * The gate on recording. Either everything an action needs held on the day it occurred, for everybody in it, or the whole
 * action is refused with every reason; or, if the reporter says why it must be kept all the same, it is quarantined.
 */
public final class Gate {

    /** The role of somebody who took part without being enrolled, in an action recorded as a deviation. */
    private static final Role NOT_ENROLLED = new Role("not-enrolled");

    /** The envelope of an action that may be recorded. Throws {@link Refused} with every rule that does not hold. */
    public static Envelope admit(Report report, Needs needs, OnRecord known) {
        notInTheFuture(report.occurred(), known);
        var caseStudy = report.caseStudy() == null ? null : registered(report.caseStudy(), known);
        if (caseStudy == null && !report.participants().isEmpty())
            throw Refused.because(
                    Rule.CASE_NOT_NAMED,
                    "Participants take part in a case, and the report names none",
                    "Name the case in report.case");

        var performers = report.performedBy().isEmpty() && needs.assignedPerformers()
                ? List.of(known.recordedBy())
                : report.performedBy();
        var found = new ArrayList<Problem>();
        if (caseStudy != null) {
            if (needs.openCase()) caseOpen(caseStudy, report.occurred()).ifPresent(found::add);
            if (needs.assignedPerformers())
                performers.forEach(performer -> performerAssigned(performer, caseStudy, report.occurred())
                        .ifPresent(found::add));
        }
        var approval = report.approval();
        if (needs.approvalFor() != null && caseStudy != null) {
            var inForce = approvalInForce(report, needs.approvalFor(), caseStudy.code(), known);
            if (inForce.isPresent()) approval = inForce.get();
            else found.add(noApproval(report, needs.approvalFor(), caseStudy.code()));
        }
        var modules = modulesNeeded(needs, report);
        var parts = caseStudy == null
                ? List.<Participation>of()
                : report.participants().stream()
                        .map(part -> admit(part, caseStudy.code(), report.occurred(), needs, modules, known, found))
                        .toList();
        for (var module : modules) periodOver(module, report.occurred(), known).ifPresent(found::add);

        if (!found.isEmpty()
                && (report.deviation() == null || report.deviation().isBlank())) throw new Refused(found);
        return envelope(
                report,
                known,
                performers,
                parts,
                approval,
                found.isEmpty() ? null : quarantined(found, report.deviation()));
    }

    /** One person's part. What does not hold for this person is added to what was found. */
    private static Participation admit(
            Report.Part part,
            CaseCode caseStudy,
            Occurred action,
            Needs needs,
            List<ModuleCode> modules,
            OnRecord known,
            List<Problem> found) {
        var participant = known.participant(part.participant());
        var standing = participant.enrolled(caseStudy, action);
        if (needs.enrolment() && standing.isEmpty()) found.add(notEnrolled(participant, caseStudy, action));
        var restsOn = new ArrayList<RestsOn>();
        for (var module : modules) {
            var finding = participant.consent(caseStudy).finding(module, action);
            if (finding.covered() && finding.decision() != null)
                restsOn.add(new RestsOn(module, finding.decision().event()));
            else found.add(notCovered(participant, module, finding, action));
        }
        var role = Stream.ofNullable(part.role())
                .findFirst()
                .or(() -> standing.map(Standing::role))
                .or(() -> participant.role(caseStudy))
                .orElse(NOT_ENROLLED);
        var level = part.level() != null
                ? part.level()
                : standing.map(Standing::level).orElse(null);
        return new Participation(part.participant(), role, level, restsOn);
    }

    /** The envelope of the registration that opens a case: there is no case yet that could be asked about. */
    public static Envelope opening(Report report, OnRecord known) {
        notInTheFuture(report.occurred(), known);
        return envelope(report, known, report.performedBy(), List.of(), null, null);
    }

    private static void notInTheFuture(Occurred occurred, OnRecord known) {
        if (occurred.earliest().isAfter(known.now()))
            throw Refused.because(
                    Rule.OCCURRED_IN_THE_FUTURE,
                    "It is said to have occurred on %s, which is still to come".formatted(occurred),
                    "Give the time at which it occurred; what is planned belongs in a schedule");
    }

    private static Envelope envelope(
            Report report,
            OnRecord known,
            List<ResearcherCode> performers,
            List<Participation> parts,
            @Nullable ApprovalReference approval,
            @Nullable Deviation deviation) {
        return new Envelope(
                report.caseStudy(),
                report.occurred(),
                known.recordedBy(),
                performers,
                parts,
                report.objectives(),
                report.place(),
                report.language(),
                report.mode(),
                report.guide(),
                report.artefacts(),
                approval,
                deviation,
                report.corrects());
    }

    private static CaseStudy registered(CaseCode code, OnRecord known) {
        var caseStudy = known.caseStudy(code);
        if (!caseStudy.registered())
            throw Refused.because(
                    Rule.CASE_NOT_REGISTERED,
                    "There is no case %s".formatted(code),
                    "Check the code against the list of cases, or have the case registered first");
        return caseStudy;
    }

    private static Optional<Problem> caseOpen(CaseStudy caseStudy, Occurred action) {
        if (caseStudy.openThroughout(action)) return Optional.empty();
        return Optional.of(Problem.of(
                Rule.CASE_NOT_OPEN,
                "Case %s was not open on %s".formatted(caseStudy.code(), action),
                "Check the date; what happened outside the life of the case can only be kept as a deviation"));
    }

    private static Optional<Problem> performerAssigned(ResearcherCode performer, CaseStudy caseStudy, Occurred action) {
        if (caseStudy.assigned(performer, action)) return Optional.empty();
        return Optional.of(Problem.of(
                Rule.PERFORMER_NOT_ASSIGNED,
                "%s held no role in case %s on %s".formatted(performer, caseStudy.code(), action),
                "Say who performed it in report.performedBy, or have the role assigned from the day it began"));
    }

    private static Optional<ApprovalReference> approvalInForce(
            Report report, String chapter, CaseCode caseStudy, OnRecord known) {
        var approvals = known.approvals();
        return Stream.ofNullable(report.approval())
                .findFirst()
                .map(Stream::of)
                .orElseGet(approvals::references)
                .filter(reference -> approvals.names(reference, caseStudy, report.occurred())
                        && approvals.allows(reference, chapter, report.occurred())
                        && approvals.inForce(reference, report.occurred()))
                .findFirst();
    }

    private static Problem noApproval(Report report, String chapter, CaseCode caseStudy) {
        var what = "%s in case %s on %s".formatted(chapter, caseStudy, report.occurred());
        return Problem.of(
                Rule.APPROVAL_NOT_IN_FORCE,
                report.approval() == null
                        ? "No ethics approval covered " + what
                        : "Ethics approval %s did not cover %s".formatted(report.approval(), what),
                "Have the approval or its amendment recorded from the day it was decided, if there is one");
    }

    private static Problem notEnrolled(Participant participant, CaseCode caseStudy, Occurred action) {
        return new Problem(
                Rule.PARTICIPANT_NOT_ENROLLED,
                "%s was not enrolled in case %s on %s".formatted(participant.code(), caseStudy, action),
                "Check the code and the date, or record the enrolment from the day it took place",
                participant.code(),
                null);
    }

    private static Problem notCovered(Participant participant, ModuleCode module, Finding finding, Occurred action) {
        var decision = finding.decision();
        if (decision == null)
            return new Problem(
                    Rule.CONSENT_NOT_GIVEN,
                    "%s had not given consent to %s on %s".formatted(participant.code(), module, action),
                    "Record the consent first, from the day it was expressed",
                    participant.code(),
                    module);
        var rule = switch (decision.effect()) {
            case GIVES -> Rule.CONSENT_NOT_GIVEN;
            case REFUSES -> Rule.CONSENT_REFUSED;
            case WITHDRAWS -> Rule.CONSENT_WITHDRAWN;
            case SUSPENDS -> Rule.CONSENT_SUSPENDED;
            case EXPIRES -> Rule.CONSENT_EXPIRED;
        };
        var happened = switch (decision.effect()) {
            case GIVES -> "given";
            case REFUSES -> "refused";
            case WITHDRAWS -> "withdrawn";
            case SUSPENDS -> "suspended";
            case EXPIRES -> "expired";
        };
        return new Problem(
                rule,
                "Consent of %s to %s was %s on %s, and this occurred on %s"
                        .formatted(participant.code(), module, happened, decision.occurred(), action),
                "If it occurred earlier that day, give the time; if consent was given again, record that first",
                participant.code(),
                module);
    }

    private static Optional<Problem> periodOver(ModuleCode module, Occurred action, OnRecord known) {
        return known.programme()
                .module(module)
                .filter(defined ->
                        defined.collectUntil() != null && action.lastDay().isAfter(defined.collectUntil()))
                .map(defined -> new Problem(
                        Rule.MODULE_PERIOD_OVER,
                        "Collection under module %s ended on %s".formatted(module, defined.collectUntil()),
                        "Check the date; a longer period needs the module defined anew",
                        null,
                        module));
    }

    /** Sound and pictures are consented to apart from the conversation they are taken of. */
    private static List<ModuleCode> modulesNeeded(Needs needs, Report report) {
        if (needs.modules().isEmpty()) return List.of();
        var byArtefact = report.artefacts().stream()
                .map(artefact -> artefact.mediaType().split("/", 2)[0])
                .filter(kind -> kind.equals("audio") || kind.equals("video"))
                .map(ModuleCode::new);
        return Stream.concat(needs.modules().stream(), byArtefact).distinct().toList();
    }

    private static Deviation quarantined(List<Problem> found, @Nullable String reason) {
        return new Deviation(
                found.stream()
                        .map(problem -> new Uncovered(
                                problem.rule().code(), problem.participant(), problem.module(), problem.detail()))
                        .toList(),
                reason == null ? "" : reason.strip());
    }

    private Gate() {}
}
