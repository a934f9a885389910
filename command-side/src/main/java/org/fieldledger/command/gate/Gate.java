package org.fieldledger.command.gate;

import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.entity.Participant.Standing;
import org.fieldledger.consent.Action;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.CoverRule;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.Shortfall;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Deviation;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.Envelope.RestsOn;
import org.fieldledger.events.Envelope.Uncovered;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.jspecify.annotations.Nullable;

/**
 * The gate on recording. Either everything an action needs held on the day it occurred, for everybody in it, or the whole
 * action is refused with every reason, naming each person who blocks it; or, if the reporter says why it must be kept all the same, it is quarantined.
 */
public final class Gate {

    /** The role of somebody who took part without being enrolled, in an action recorded as a deviation. */
    private static final Role NOT_ENROLLED = new Role("not-enrolled");

    /** The envelope of an action of this kind that may be recorded. Throws {@link Refused} with every rule that does not hold. */
    public static Envelope admit(Report report, Class<? extends FieldEvent> kind, OnRecord known) {
        return admit(report, kind, null, known);
    }

    /** The same for an action that is part of a meeting. */
    public static Envelope admit(
            Report report, Class<? extends FieldEvent> kind, @Nullable SessionCode session, OnRecord known) {
        notInTheFuture(report.occurred(), known);
        var needs = Needs.of(kind).keeping(report.artefacts());
        var performers =
                report.performedBy().isEmpty() && needs.team() ? List.of(known.recordedBy()) : report.performedBy();
        if (report.caseStudy() == null) return ofNoCase(report, performers, known);
        var here = registered(report.caseStudy(), known);
        var action = new Action(
                needs,
                report.occurred(),
                performers,
                report.participants().stream().map(Report.Part::participant).toList(),
                report.mode(),
                session,
                report.approval());
        var shortfalls = here.shortfalls(action);
        if (!shortfalls.isEmpty() && (unexplained(report) || againstTheirNo(shortfalls)))
            throw new Refused(Refusals.of(shortfalls));
        return envelope(
                report,
                known,
                performers,
                report.participants().stream()
                        .map(part -> admitted(part, action, here, shortfalls, known))
                        .toList(),
                approval(action, here),
                shortfalls.isEmpty() ? null : quarantined(shortfalls, report.deviation()));
    }

    private static Envelope ofNoCase(Report report, List<ResearcherCode> performers, OnRecord known) {
        if (!report.participants().isEmpty())
            throw Refused.because(
                    Rule.CASE_NOT_NAMED,
                    "Participants take part in a case, and the report names none",
                    "Name the case in report.case");
        return envelope(report, known, performers, List.of(), report.approval(), null);
    }

    private static boolean unexplained(Report report) {
        return report.deviation() == null || report.deviation().isBlank();
    }

    /** A person's own no to a session always wins: no reason for a deviation overrides it. */
    private static boolean againstTheirNo(List<Shortfall> shortfalls) {
        return shortfalls.stream().anyMatch(one -> one.rule() == CoverRule.SESSION_DISSENTED);
    }

    private static @Nullable ApprovalReference approval(Action action, CaseReading here) {
        var chapter = action.needs().chapter();
        if (chapter == null) return action.approval();
        var found = here.approval(action, chapter).reference();
        return found == null ? action.approval() : found;
    }

    /** One person's part, with the decisions it rests on. */
    private static Participation admitted(
            Report.Part part, Action action, CaseReading here, List<Shortfall> shortfalls, OnRecord known) {
        var person = part.participant();
        var participant = known.participant(person);
        var standing = participant.enrolled(here.code(), action.occurred());
        var restsOn = action.needs().modules().stream()
                .filter(module -> shortfalls.stream()
                        .noneMatch(one -> person.equals(one.participant()) && module.equals(one.module())))
                .flatMap(module -> here.person(person).restsOn(module, action).decidedBy().stream()
                        .map(decision -> new RestsOn(module, decision)))
                .toList();
        var role = Stream.ofNullable(part.role())
                .findFirst()
                .or(() -> standing.map(Standing::role))
                .or(() -> participant.role(here.code()))
                .orElse(NOT_ENROLLED);
        var level = part.level() != null
                ? part.level()
                : standing.map(Standing::level).orElse(null);
        return new Participation(person, role, level, restsOn);
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

    private static CaseReading registered(CaseCode code, OnRecord known) {
        if (!known.caseStudy(code).registered())
            throw Refused.because(
                    Rule.CASE_NOT_REGISTERED,
                    "There is no case %s".formatted(code),
                    "Check the code against the list of cases, or have the case registered first");
        return known.reading(code);
    }

    private static Deviation quarantined(List<Shortfall> shortfalls, @Nullable String reason) {
        return new Deviation(
                shortfalls.stream()
                        .map(one -> new Uncovered(one.rule().code(), one.participant(), one.module(), one.detail()))
                        .toList(),
                reason == null ? "" : reason.strip());
    }

    private Gate() {}
}
