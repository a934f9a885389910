package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.*;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.Precision;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.Reason;
import org.fieldledger.oracle.PlainReading.State;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainTimes.Look;
import org.fieldledger.oracle.PlainTimes.Order;
import org.jspecify.annotations.Nullable;

/** Every reason why an action was not covered when it happened. */
final class PlainCover {

    private final PlainReading reading;
    private final List<Line> lines;
    private final Set<EventId> invalid;

    PlainCover(PlainReading reading) {
        this.reading = reading;
        this.lines = reading.lines;
        this.invalid = reading.invalid;
    }

    private static final Map<State, String> RULES = rules();

    private static Map<State, String> rules() {
        var rules = new HashMap<State, String>();
        rules.put(State.NOT_ASKED, "consent-not-given");
        rules.put(State.REQUESTED, "consent-not-given");
        rules.put(State.DEFERRED, "consent-not-given");
        rules.put(State.REFUSED, "consent-refused");
        rules.put(State.WITHDRAWN, "consent-withdrawn");
        rules.put(State.SUSPENDED, "consent-suspended");
        rules.put(State.EXPIRED, "consent-expired");
        rules.put(State.INVALIDATED, "consent-invalidated");
        rules.put(State.RECONSENT_DUE, "reconsent-due");
        return rules;
    }

    /** A reason, with the event that stands in the way; nothing stands there where it is one that is missing. */
    record Gap(Reason reason, @Nullable EventId because) {
        static Gap missing(String rule, @Nullable ParticipantCode person, @Nullable ModuleCode module) {
            return new Gap(new Reason(rule, person, module), null);
        }
    }

    /** Every reason why an action is not covered; none when it is. */
    Set<Reason> uncovered(Action action) {
        return reasons(gaps(action));
    }

    Set<Reason> uncoveredConsent(Action action, ParticipantCode person) {
        return reasons(gapsInConsent(action, person));
    }

    private static Set<Reason> reasons(List<Gap> gaps) {
        return gaps.stream().map(Gap::reason).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** First what concerns the action as a whole, then what concerns each person. */
    List<Gap> gaps(Action action) {
        var gaps = new ArrayList<Gap>();
        var caseCode = action.caseCode();
        if (reading.cases.registered(caseCode).isEmpty()) {
            gaps.add(Gap.missing("case-not-registered", null, null));
            return gaps;
        }
        var occurred = action.occurred();
        if (!reading.cases.throughout(
                occurred,
                event -> event instanceof CaseRegistered
                        && caseCode.equals(event.envelope().caseStudy()),
                event -> event instanceof CaseClosed
                        && caseCode.equals(event.envelope().caseStudy())))
            gaps.add(Gap.missing("case-not-open", null, null));
        for (var performer : action.performers())
            if (!reading.cases.assigned(caseCode, performer, occurred))
                gaps.add(Gap.missing("performer-not-assigned", null, null));
        if (action.chapter() != null)
            reading.approvals.approval(action).ifPresent(rule -> gaps.add(Gap.missing(rule, null, null)));
        for (var person : action.people()) {
            if (!reading.cases.throughout(
                    occurred,
                    event -> event instanceof ParticipantEnrolled e
                            && e.participant().equals(person)
                            && caseCode.equals(e.envelope().caseStudy()),
                    event -> event instanceof ParticipantDiscontinued e
                            && e.participant().equals(person)
                            && caseCode.equals(e.envelope().caseStudy())))
                gaps.add(Gap.missing("participant-not-enrolled", person, null));
            gaps.addAll(gapsInConsent(action, person));
        }
        for (var module : action.modules())
            if (reading.standings
                    .module(module, When.at(Instant.MAX))
                    .map(ConsentModuleDefined::collectUntil)
                    .filter(until -> occurred.lastDay().isAfter(until))
                    .isPresent()) gaps.add(Gap.missing("module-period-over", null, module));
        return gaps;
    }

    private List<Gap> gapsInConsent(Action action, ParticipantCode person) {
        var gaps = new ArrayList<Gap>();
        dissentIn(action, person)
                .ifPresent(no -> gaps.add(new Gap(new Reason("session-dissented", person, null), no.id())));
        for (var module : action.modules()) gapInConsent(action, person, module).ifPresent(gaps::add);
        return gaps;
    }

    /** The no to that very session which was recorded first. */
    private Optional<Line> dissentIn(Action action, ParticipantCode person) {
        if (action.session() == null) return Optional.empty();
        return lines.stream()
                .filter(line -> !invalid.contains(line.id())
                        && line.event() instanceof ConsentEvent e
                        && e.participant().equals(person)
                        && action.caseCode().equals(e.envelope().caseStudy()))
                .filter(line -> Objects.equals(sessionRefused(line.event()), action.session()))
                .filter(line -> line.occurred().precision() != Precision.MINUTE
                        || !action.occurred().latest().isBefore(line.occurred().earliest()))
                .findFirst();
    }

    static @Nullable SessionCode sessionRefused(FieldEvent event) {
        return switch (event) {
            case DissentExpressed e -> e.session();
            case ConsentWithdrawn e when e.kind() == WithdrawalKind.DISSENT_IN_SESSION -> e.session();
            default -> null;
        };
    }

    private Optional<Gap> gapInConsent(Action action, ParticipantCode person, ModuleCode module) {
        var caseCode = action.caseCode();
        var occurred = action.occurred();
        var look = new Look(occurred, action.passive(), false);
        var forever = When.at(Instant.MAX);
        var changes = new ArrayList<Instant>();
        for (var step : reading.steps.steps(person, caseCode, module, forever, look)) changes.add(step.at());
        for (var line : lines) {
            if (line.event() instanceof EthicsEvent) {
                changes.add(PlainTimes.permits(line.occurred()));
                changes.add(PlainTimes.takesAway(line.occurred()));
            }
            if (line.event() instanceof ObjectionDecided) changes.add(PlainTimes.permits(line.occurred()));
            if (line.event() instanceof ConsentWithdrawn) changes.add(PlainTimes.takesAway(line.occurred()));
        }
        var zone = reading.cases.zoneOf(caseCode);
        for (var day = occurred.firstDay(); !day.isAfter(occurred.lastDay()); day = day.plusDays(1))
            changes.add(day.atStartOfDay(zone).toInstant());
        for (var probe : PlainTimes.probes(occurred, changes)) {
            var when = When.at(probe);
            var stands = reading.standings.standing(person, caseCode, module, when, look);
            if (!PlainStanding.permits(stands.state())) {
                var course = reading.fold.course(person, caseCode, module, when, look);
                if (course.state == State.WITHDRAWN
                        && course.withdrawal != null
                        && course.withdrawal.kind() == WithdrawalKind.NO_CONTACT)
                    return Optional.of(new Gap(new Reason("no-contact", person, module), stands.by()));
                return Optional.of(new Gap(
                        new Reason(Objects.requireNonNull(RULES.get(stands.state())), person, module),
                        reading.standings.because(person, caseCode, module, when, look)));
            }
        }
        for (var probe : PlainTimes.probes(occurred, changes))
            if (!action.passive()) {
                var wish = declining(action, person, module, When.at(probe), look);
                if (wish.isPresent())
                    return Optional.of(new Gap(
                            new Reason("mode-declined", person, module),
                            wish.get().id()));
            }
        return Optional.empty();
    }

    /** The last wish about the mode, unless something was given since. */
    private Optional<Line> declining(Action action, ParticipantCode person, ModuleCode module, When when, Look look) {
        Optional<Line> wish = Optional.empty();
        var order = new ArrayList<Map.Entry<Order, Optional<Line>>>();
        for (var line : lines) {
            if (!(line.event() instanceof ConsentEvent e)
                    || !e.participant().equals(person)
                    || !action.caseCode().equals(e.envelope().caseStudy())
                    || invalid.contains(line.id())) continue;
            if (e instanceof ConsentWithdrawn w
                    && w.kind() == WithdrawalKind.REDUCE_OR_CHANGE_MODE
                    && PlainSteps.about(w, module)
                    && when.reaches(
                            PlainTimes.takesAway(line.occurred()),
                            line.occurred().zone()))
                order.add(Map.entry(
                        new Order(PlainTimes.takesAway(line.occurred()), line.position()),
                        w.onlyBy().isEmpty() ? Optional.empty() : Optional.of(line)));
            var gives = e instanceof ConsentGiven g && g.modules().contains(module)
                    || e instanceof ConsentChanged c && c.modules().contains(module)
                    || e instanceof ConsentAttested a && a.modules().contains(module);
            if (gives
                    && when.reaches(
                            PlainTimes.permitsFor(line, look), line.occurred().zone()))
                order.add(Map.entry(new Order(PlainTimes.permitsFor(line, look), line.position()), Optional.empty()));
        }
        order.sort(Comparator.comparing(
                        (Map.Entry<Order, Optional<Line>> one) -> one.getKey().at())
                .thenComparing(one -> one.getKey().position()));
        for (var one : order) wish = one.getValue();
        return wish.filter(line -> action.mode() == null
                || !((ConsentWithdrawn) line.event()).onlyBy().contains(action.mode()));
    }
}
