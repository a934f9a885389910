package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.*;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.Mode;
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

    /** Every reason why an action is not covered; none when it is. */
    Set<Reason> uncovered(Action action) {
        var reasons = new java.util.LinkedHashSet<Reason>();
        var caseCode = action.caseCode();
        if (reading.cases.registered(caseCode).isEmpty()) {
            reasons.add(new Reason("case-not-registered", null, null));
            return reasons;
        }
        var occurred = action.occurred();
        if (!reading.cases.throughout(
                occurred,
                event -> event instanceof CaseRegistered
                        && caseCode.equals(event.envelope().caseStudy()),
                event -> event instanceof CaseClosed
                        && caseCode.equals(event.envelope().caseStudy())))
            reasons.add(new Reason("case-not-open", null, null));
        for (var performer : action.performers())
            if (!reading.cases.assigned(caseCode, performer, occurred))
                reasons.add(new Reason("performer-not-assigned", null, null));
        reading.approvals.approval(action).ifPresent(rule -> reasons.add(new Reason(rule, null, null)));
        for (var person : action.people()) {
            if (!reading.cases.throughout(
                    occurred,
                    event -> event instanceof ParticipantEnrolled e
                            && e.participant().equals(person)
                            && caseCode.equals(e.envelope().caseStudy()),
                    event -> event instanceof ParticipantDiscontinued e
                            && e.participant().equals(person)
                            && caseCode.equals(e.envelope().caseStudy())))
                reasons.add(new Reason("participant-not-enrolled", person, null));
            reasons.addAll(uncoveredConsent(action, person));
        }
        for (var module : action.modules())
            if (reading.standings
                    .module(module, When.at(Instant.MAX))
                    .map(ConsentModuleDefined::collectUntil)
                    .filter(until -> occurred.lastDay().isAfter(until))
                    .isPresent()) reasons.add(new Reason("module-period-over", null, module));
        return reasons;
    }

    Set<Reason> uncoveredConsent(Action action, ParticipantCode person) {
        var reasons = new java.util.LinkedHashSet<Reason>();
        if (action.session() != null && dissentsIn(action, person))
            reasons.add(new Reason("session-dissented", person, null));
        for (var module : action.modules())
            uncoveredConsent(action, person, module).ifPresent(rule -> reasons.add(new Reason(rule, person, module)));
        return reasons;
    }

    private boolean dissentsIn(Action action, ParticipantCode person) {
        return lines.stream()
                .filter(line -> !invalid.contains(line.id())
                        && line.event() instanceof ConsentEvent e
                        && e.participant().equals(person)
                        && action.caseCode().equals(e.envelope().caseStudy()))
                .filter(line -> Objects.equals(sessionRefused(line.event()), action.session()))
                .anyMatch(line -> line.occurred().precision() != Precision.MINUTE
                        || !action.occurred().latest().isBefore(line.occurred().earliest()));
    }

    static @Nullable SessionCode sessionRefused(FieldEvent event) {
        return switch (event) {
            case DissentExpressed e -> e.session();
            case ConsentWithdrawn e when e.kind() == WithdrawalKind.DISSENT_IN_SESSION -> e.session();
            default -> null;
        };
    }

    private Optional<String> uncoveredConsent(Action action, ParticipantCode person, ModuleCode module) {
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
                        && course.withdrawal.kind() == WithdrawalKind.NO_CONTACT) return Optional.of("no-contact");
                return Optional.of(Objects.requireNonNull(RULES.get(stands.state())));
            }
        }
        for (var probe : PlainTimes.probes(occurred, changes))
            if (!action.passive() && declines(action, person, module, When.at(probe), look))
                return Optional.of("mode-declined");
        return Optional.empty();
    }

    /** The last wish about the mode, unless something was given since. */
    private boolean declines(Action action, ParticipantCode person, ModuleCode module, When when, Look look) {
        Optional<List<Mode>> only = Optional.empty();
        var order = new ArrayList<Map.Entry<Order, Optional<List<Mode>>>>();
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
                        w.onlyBy().isEmpty() ? Optional.empty() : Optional.of(w.onlyBy())));
            var gives = e instanceof ConsentGiven g && g.modules().contains(module)
                    || e instanceof ConsentChanged c && c.modules().contains(module)
                    || e instanceof ConsentAttested a && a.modules().contains(module);
            if (gives
                    && when.reaches(
                            PlainTimes.permitsFor(line, look), line.occurred().zone()))
                order.add(Map.entry(new Order(PlainTimes.permitsFor(line, look), line.position()), Optional.empty()));
        }
        order.sort(Comparator.comparing((Map.Entry<Order, Optional<List<Mode>>> one) ->
                        one.getKey().at())
                .thenComparing(one -> one.getKey().position()));
        for (var one : order) only = one.getValue();
        return only.isPresent() && (action.mode() == null || !only.get().contains(action.mode()));
    }
}
