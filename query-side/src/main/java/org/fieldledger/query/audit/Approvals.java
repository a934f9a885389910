package org.fieldledger.query.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalEnded;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EthicsEvent.EthicsApprovalResumed;
import org.fieldledger.events.EthicsEvent.EthicsApprovalSuspended;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.audit.AuditTrail.Fact;

/** The ethics approvals of a case: whether one was in force for an action, and if not, why not. */
final class Approvals {

    private static final Set<String> ASKING = Set.of("consent", "participant");

    private final AuditTrail trail;
    private final List<EthicsApprovalGranted> granted;

    Approvals(AuditTrail trail) {
        this.trail = trail;
        this.granted =
                trail.standing(EthicsApprovalGranted.class).map(Fact::event).toList();
    }

    /** The approvals that name the case, at first or by any amendment. */
    Stream<EthicsApprovalGranted> ofCase(CaseCode caseCode) {
        return granted.stream()
                .filter(one -> one.cases().contains(caseCode)
                        || about(one.reference(), EthicsApprovalAmended.class)
                                .anyMatch(
                                        amended -> amended.event().casesAdded().contains(caseCode)));
    }

    /** Why no approval covered this chapter of fieldwork in this case then, one reason for each; empty when one did. */
    Optional<String> gap(CaseCode caseCode, String chapter, Occurred action) {
        var reasons = ofCase(caseCode)
                .map(one -> lacking(one, caseCode, chapter, action)
                        .map(why -> one.reference() + " " + why)
                        .orElse(""))
                .toList();
        if (reasons.contains("")) return Optional.empty();
        return Optional.of(
                reasons.isEmpty() ? "No ethics approval names case " + caseCode : String.join("; ", reasons));
    }

    private Optional<String> lacking(EthicsApprovalGranted one, CaseCode caseCode, String chapter, Occurred action) {
        var amendments = amendments(one.reference(), action).toList();
        if (!one.cases().contains(caseCode)
                && amendments.stream().noneMatch(amended -> amended.casesAdded().contains(caseCode)))
            return Optional.of("did not yet name the case");
        if (!ASKING.contains(chapter)
                && !one.actions().isEmpty()
                && !one.actions().contains(chapter)
                && amendments.stream()
                        .noneMatch(amended -> amended.actionsAdded().contains(chapter)))
            return Optional.of("does not allow " + chapter);
        if (action.firstDay().isBefore(one.decided())) return Optional.of("was decided only on " + one.decided());
        var ends = ends(one, amendments.stream());
        if (ends.filter(day -> action.lastDay().isAfter(day)).isPresent()) return Optional.of("ended on " + ends.get());
        var ended = about(one.reference(), EthicsApprovalEnded.class)
                .filter(end -> Consents.ends(end.occurred()).isBefore(action.latest()))
                .findFirst();
        if (ended.isPresent()) return Optional.of("was ended on " + ended.get().occurred());
        return pause(one.reference(), action).map(since -> "was on hold from " + since);
    }

    private Optional<Occurred> pause(ApprovalReference reference, Occurred action) {
        var resumptions = about(reference, EthicsApprovalResumed.class)
                .map(resumed -> Consents.begins(resumed.occurred(), action))
                .toList();
        return about(reference, EthicsApprovalSuspended.class)
                .map(Fact::occurred)
                .filter(pause -> {
                    Instant from = Consents.ends(pause);
                    return from.isBefore(action.latest())
                            && resumptions.stream()
                                    .noneMatch(until -> !until.isBefore(from) && !until.isAfter(action.earliest()));
                })
                .findFirst();
    }

    /** The last day of an approval's term as far as amendments recorded as begun by the time asked about have moved it. */
    Optional<LocalDate> ends(EthicsApprovalGranted one) {
        return ends(
                one,
                about(one.reference(), EthicsApprovalAmended.class)
                        .filter(amended -> trail.begun(amended.entry()))
                        .map(Fact::event));
    }

    private static Optional<LocalDate> ends(EthicsApprovalGranted one, Stream<EthicsApprovalAmended> amendments) {
        return Stream.concat(
                        Stream.ofNullable(one.ends()),
                        amendments.map(EthicsApprovalAmended::ends).filter(Objects::nonNull))
                .reduce((earlier, later) -> later);
    }

    private Stream<EthicsApprovalAmended> amendments(ApprovalReference reference, Occurred action) {
        return about(reference, EthicsApprovalAmended.class)
                .filter(amended -> !Consents.begins(amended.occurred(), action).isAfter(action.earliest()))
                .map(Fact::event);
    }

    /** Events of one kind about one approval that stand, in order of recording. */
    <E extends EthicsEvent> Stream<Fact<E>> about(ApprovalReference reference, Class<E> kind) {
        return trail.standing(kind).filter(fact -> fact.event().reference().equals(reference));
    }
}
