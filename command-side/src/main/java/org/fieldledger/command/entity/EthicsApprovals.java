package org.fieldledger.command.entity;

import java.time.Instant;
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

/** All ethics approvals, and which of them covered an action on the day it occurred. */
public record EthicsApprovals(History history) {

    private static final Set<String> ASKING = Set.of("consent", "participant");

    public Stream<ApprovalReference> references() {
        return history.of(EthicsApprovalGranted.class).map(EthicsApprovalGranted::reference);
    }

    public Optional<EthicsApprovalGranted> granted(ApprovalReference reference) {
        return history.of(EthicsApprovalGranted.class)
                .filter(granted -> granted.reference().equals(reference))
                .findFirst();
    }

    /** Whether the approval has been suspended and not resumed since. */
    public boolean suspended(ApprovalReference reference) {
        var suspended = about(reference, EthicsApprovalSuspended.class).count();
        return suspended > about(reference, EthicsApprovalResumed.class).count();
    }

    public boolean ended(ApprovalReference reference) {
        return about(reference, EthicsApprovalEnded.class).findAny().isPresent();
    }

    /** Whether the approval names this case, at first or by an amendment in force before the action. */
    public boolean names(ApprovalReference reference, CaseCode caseStudy, Occurred action) {
        return granted(reference).filter(g -> g.cases().contains(caseStudy)).isPresent()
                || amendments(reference, action).anyMatch(a -> a.casesAdded().contains(caseStudy));
    }

    /**
     * Whether the approval allows this chapter of fieldwork. An approval that names none allows all, and every approval
     * allows people to be asked and enrolled.
     */
    public boolean allows(ApprovalReference reference, String chapter, Occurred action) {
        return ASKING.contains(chapter)
                || granted(reference)
                        .filter(g -> g.actions().isEmpty() || g.actions().contains(chapter))
                        .isPresent()
                || amendments(reference, action).anyMatch(a -> a.actionsAdded().contains(chapter));
    }

    /** Whether the approval was decided, neither suspended nor ended, and its term not run out, throughout the action. */
    public boolean inForce(ApprovalReference reference, Occurred action) {
        var granted = granted(reference).orElse(null);
        if (granted == null) return false;
        if (action.firstDay().isBefore(granted.decided())) return false;
        var termEnds = Stream.concat(
                        Stream.ofNullable(granted.ends()),
                        amendments(reference, action)
                                .map(EthicsApprovalAmended::ends)
                                .filter(Objects::nonNull))
                .reduce((earlier, later) -> later);
        if (termEnds.filter(ends -> action.lastDay().isAfter(ends)).isPresent()) return false;
        if (about(reference, EthicsApprovalEnded.class)
                .anyMatch(ended -> Cover.ends(ended.envelope().occurred()).isBefore(action.latest()))) return false;
        return !onHold(reference, action);
    }

    private boolean onHold(ApprovalReference reference, Occurred action) {
        var pauses = about(reference, EthicsApprovalSuspended.class)
                .map(pause -> Cover.ends(pause.envelope().occurred()))
                .toList();
        List<Instant> resumptions = about(reference, EthicsApprovalResumed.class)
                .map(resumed -> Cover.begins(resumed.envelope().occurred(), action))
                .toList();
        return pauses.stream()
                .filter(from -> from.isBefore(action.latest()))
                .anyMatch(from -> resumptions.stream()
                        .noneMatch(until -> !until.isBefore(from) && !until.isAfter(action.earliest())));
    }

    private Stream<EthicsApprovalAmended> amendments(ApprovalReference reference, Occurred action) {
        return about(reference, EthicsApprovalAmended.class)
                .filter(amended ->
                        !Cover.begins(amended.envelope().occurred(), action).isAfter(action.earliest()));
    }

    private <E extends EthicsEvent> Stream<E> about(ApprovalReference reference, Class<E> kind) {
        return history.of(kind).filter(event -> event.reference().equals(reference));
    }
}
