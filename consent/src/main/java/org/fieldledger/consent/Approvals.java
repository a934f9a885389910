package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
import org.jspecify.annotations.Nullable;

/** All ethics approvals: which of them covered an action on the day it occurred, and if none did, why not. */
public final class Approvals {

    /** Every approval allows people to be asked and enrolled. */
    private static final Set<String> ASKING = Set.of("consent", "participant");

    private final Facts facts;
    private volatile Map<ApprovalReference, List<Fact<EthicsEvent>>> byReference = Map.of();

    public Approvals(Facts facts) {
        this.facts = facts;
    }

    /** What an approval lacked. Later ones are nearer to covering. */
    private record Lack(CoverRule rule, int nearness, String why) {}

    /** The approval that covered an action, or the rule that none satisfied. */
    public record Found(
            @Nullable ApprovalReference reference, @Nullable Shortfall shortfall) {}

    public Stream<ApprovalReference> references() {
        return granted().map(EthicsApprovalGranted::reference);
    }

    public Optional<EthicsApprovalGranted> granted(ApprovalReference reference) {
        return granted().filter(one -> one.reference().equals(reference)).findFirst();
    }

    /** The approvals that name the case, at first or by any amendment. */
    public Stream<EthicsApprovalGranted> ofCase(CaseCode caseStudy) {
        return granted()
                .filter(one -> one.cases().contains(caseStudy)
                        || about(one.reference(), EthicsApprovalAmended.class)
                                .anyMatch(
                                        amended -> amended.event().casesAdded().contains(caseStudy)));
    }

    /** Whether the approval has been suspended and not resumed since. */
    public boolean suspended(ApprovalReference reference) {
        var suspended = about(reference, EthicsApprovalSuspended.class).count();
        return suspended > about(reference, EthicsApprovalResumed.class).count();
    }

    public boolean ended(ApprovalReference reference) {
        return about(reference, EthicsApprovalEnded.class).findAny().isPresent();
    }

    /**
     * The approval under which this chapter of fieldwork was allowed in the case throughout the action.
     *
     * @param claimed the approval it is said to fall under; any of them where left out
     * @param opened when the case was opened
     */
    public Found covering(
            CaseCode caseStudy,
            String chapter,
            Occurred action,
            @Nullable ApprovalReference claimed,
            @Nullable Occurred opened) {
        var lacks = granted()
                .filter(one -> claimed == null || one.reference().equals(claimed))
                .map(one -> new Judged(one.reference(), lack(one, caseStudy, chapter, action, opened)))
                .toList();
        for (var judged : lacks) if (judged.lack().isEmpty()) return new Found(judged.reference(), null);
        return new Found(null, shortfall(caseStudy, chapter, action, claimed, lacks));
    }

    private record Judged(ApprovalReference reference, Optional<Lack> lack) {}

    private static Shortfall shortfall(
            CaseCode caseStudy,
            String chapter,
            Occurred action,
            @Nullable ApprovalReference claimed,
            List<Judged> judged) {
        var nearest = judged.stream()
                .flatMap(one -> one.lack().stream())
                .max(Comparator.comparing(Lack::nearness))
                .map(Lack::rule)
                .orElse(CoverRule.APPROVAL_NOT_IN_FORCE);
        var reasons = judged.stream()
                .filter(one -> one.lack().filter(lack -> lack.nearness() > 0).isPresent() || claimed != null)
                .map(one -> one.reference() + " " + one.lack().map(Lack::why).orElse(""))
                .collect(Collectors.joining("; "));
        return Shortfall.of(
                nearest,
                "No ethics approval covered %s in case %s on %s%s"
                        .formatted(chapter, caseStudy, action, reasons.isEmpty() ? "" : ": " + reasons));
    }

    /** The first thing that the approval lacks for the action; empty when it covers it. */
    private Optional<Lack> lack(
            EthicsApprovalGranted one, CaseCode caseStudy, String chapter, Occurred action, @Nullable Occurred opened) {
        return notNaming(one, caseStudy, action)
                .or(() -> notDecided(one, action))
                .or(() -> termOver(one, action))
                .or(() -> ended(one, action))
                .or(() -> onHold(one, action))
                .or(() -> notStarted(one, caseStudy, action, opened))
                .or(() -> notAllowing(one, chapter, action));
    }

    private Optional<Lack> notNaming(EthicsApprovalGranted one, CaseCode caseStudy, Occurred action) {
        if (one.cases().contains(caseStudy)
                || amendments(one, action)
                        .anyMatch(amended -> amended.casesAdded().contains(caseStudy))) return Optional.empty();
        return Optional.of(new Lack(CoverRule.APPROVAL_NOT_IN_FORCE, 0, "does not name the case"));
    }

    private static Optional<Lack> notDecided(EthicsApprovalGranted one, Occurred action) {
        if (action.firstDay().isBefore(one.decided())) return notInForce("was decided only on " + one.decided());
        var from = one.envelope().occurred();
        return Instants.begins(from, action).isAfter(action.earliest())
                ? notInForce("holds only from " + from)
                : Optional.empty();
    }

    private Optional<Lack> termOver(EthicsApprovalGranted one, Occurred action) {
        return Stream.concat(term(one, amendments(one, action)).stream(), termsDuring(one, action))
                .filter(ends -> action.lastDay().isAfter(ends))
                .findFirst()
                .flatMap(ends -> notInForce("ended on " + ends));
    }

    /** What amendments that begin while the action may still have been under way make of the term. */
    private Stream<LocalDate> termsDuring(EthicsApprovalGranted one, Occurred action) {
        return about(one.reference(), EthicsApprovalAmended.class)
                .filter(amended -> {
                    var from = Instants.begins(amended.occurred(), action);
                    return from.isAfter(action.earliest()) && from.isBefore(action.latest());
                })
                .map(amended -> amended.event().ends())
                .flatMap(Stream::ofNullable);
    }

    private Optional<Lack> ended(EthicsApprovalGranted one, Occurred action) {
        return about(one.reference(), EthicsApprovalEnded.class)
                .filter(ended -> Instants.overDuring(ended.occurred(), action))
                .findFirst()
                .flatMap(ended -> notInForce("was ended on " + ended.occurred()));
    }

    private Optional<Lack> onHold(EthicsApprovalGranted one, Occurred action) {
        List<Instant> resumptions = about(one.reference(), EthicsApprovalResumed.class)
                .map(resumed -> Instants.begins(resumed.occurred(), action))
                .toList();
        return about(one.reference(), EthicsApprovalSuspended.class)
                .filter(pause -> {
                    var from = Instants.ends(pause.occurred());
                    return Instants.overDuring(pause.occurred(), action)
                            && resumptions.stream()
                                    .noneMatch(until -> until.equals(from)
                                            || until.isAfter(from) && !until.isAfter(action.earliest()));
                })
                .findFirst()
                .flatMap(pause -> notInForce("was on hold from " + pause.occurred()));
    }

    /** An approval lapses when nothing was done under it in time; research in a case begins when the case is opened. */
    private static Optional<Lack> notStarted(
            EthicsApprovalGranted one, CaseCode caseStudy, Occurred action, @Nullable Occurred opened) {
        var startBy = one.mustStartBy();
        if (startBy == null
                || !one.cases().contains(caseStudy)
                || !action.lastDay().isAfter(startBy)) return Optional.empty();
        if (opened != null && !opened.begunOn().isAfter(startBy)) return Optional.empty();
        return Optional.of(new Lack(
                CoverRule.APPROVAL_NOT_STARTED,
                2,
                "lapsed because nothing had been begun under it in the case by " + startBy));
    }

    /** An approval that names no actions allows all. */
    private Optional<Lack> notAllowing(EthicsApprovalGranted one, String chapter, Occurred action) {
        if (ASKING.contains(chapter)
                || one.actions().isEmpty()
                || one.actions().contains(chapter)
                || amendments(one, action)
                        .anyMatch(amended -> amended.actionsAdded().contains(chapter))) return Optional.empty();
        return Optional.of(new Lack(CoverRule.ACTION_NOT_APPROVED, 3, "does not allow " + chapter));
    }

    private static Optional<Lack> notInForce(String why) {
        return Optional.of(new Lack(CoverRule.APPROVAL_NOT_IN_FORCE, 1, why));
    }

    /** Whether any approval that names the case is in force throughout. */
    public boolean inForce(CaseCode caseStudy, Occurred action, @Nullable Occurred opened) {
        return granted()
                .anyMatch(one -> notNaming(one, caseStudy, action)
                        .or(() -> notDecided(one, action))
                        .or(() -> termOver(one, action))
                        .or(() -> ended(one, action))
                        .or(() -> onHold(one, action))
                        .or(() -> notStarted(one, caseStudy, action, opened))
                        .isEmpty());
    }

    /** Every day on which an approval of the case may begin or cease to be in force, also those to come. */
    NavigableSet<LocalDate> turns(CaseCode caseStudy, ZoneId zone) {
        var turns = new TreeSet<LocalDate>();
        ofCase(caseStudy).forEach(one -> {
            turns.add(one.decided());
            Stream.concat(
                            Stream.of(one.envelope().occurred()),
                            about(one.reference()).stream().map(Fact::occurred))
                    .flatMap(occurred ->
                            Stream.of(Instants.begins(occurred), occurred.earliest(), Instants.ends(occurred)))
                    .map(instant -> instant.atZone(zone).toLocalDate())
                    .flatMap(day -> Stream.of(day, day.plusDays(1)))
                    .forEach(turns::add);
            Stream.of(
                            Stream.ofNullable(one.ends()),
                            Stream.ofNullable(one.mustStartBy()),
                            amendments(one.reference())
                                    .map(amended -> amended.event().ends())
                                    .flatMap(Stream::ofNullable))
                    .flatMap(days -> days)
                    .forEach(last -> turns.add(last.plusDays(1)));
        });
        return turns;
    }

    /** The last day of an approval's term as amendments in effect by an instant have it; empty where it has none. */
    public Optional<LocalDate> termAt(EthicsApprovalGranted one, Instant at) {
        return term(
                one,
                about(one.reference(), EthicsApprovalAmended.class)
                        .filter(amended -> !Instants.begins(amended.occurred()).isAfter(at))
                        .sorted(Comparator.comparing(amended -> Instants.begins(amended.occurred())))
                        .map(Fact::event));
    }

    private static Optional<LocalDate> term(EthicsApprovalGranted one, Stream<EthicsApprovalAmended> amendments) {
        return Stream.concat(
                        Stream.ofNullable(one.ends()),
                        amendments.map(EthicsApprovalAmended::ends).filter(Objects::nonNull))
                .reduce((earlier, later) -> later);
    }

    /** Every amendment of an approval, in log order. */
    public Stream<Fact<EthicsApprovalAmended>> amendments(ApprovalReference reference) {
        return about(reference, EthicsApprovalAmended.class);
    }

    private Stream<EthicsApprovalAmended> amendments(EthicsApprovalGranted one, Occurred action) {
        return about(one.reference(), EthicsApprovalAmended.class)
                .filter(amended -> !Instants.begins(amended.occurred(), action).isAfter(action.earliest()))
                .sorted(Comparator.comparing(amended -> Instants.begins(amended.occurred(), action)))
                .map(Fact::event);
    }

    private Stream<EthicsApprovalGranted> granted() {
        return facts.of(EthicsApprovalGranted.class).map(Fact::event);
    }

    @SuppressWarnings("unchecked") // only those of that kind are left
    private <E extends EthicsEvent> Stream<Fact<E>> about(ApprovalReference reference, Class<E> kind) {
        return about(reference).stream()
                .filter(fact -> kind.isInstance(fact.event()))
                .map(fact -> (Fact<E>) (Fact<?>) fact);
    }

    /** In log order. Filed once, because every action is held against every approval there is. */
    private List<Fact<EthicsEvent>> about(ApprovalReference reference) {
        if (byReference.isEmpty())
            byReference = facts.of(EthicsEvent.class)
                    .collect(Collectors.groupingBy(fact -> fact.event().reference()));
        return byReference.getOrDefault(reference, List.of());
    }
}
