package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SessionCode;
import org.jspecify.annotations.Nullable;

/**
 * What a plain list of events says about consent, worked out anew for every single question. It was written from the
 * description of the domain, apart from the code it is held against, with which it shares nothing but the event records
 * and how a time in the field is read. It is slow and does nothing clever, on purpose.
 */
final class PlainReading {

    /** One event of the log. */
    record Line(Instant recordedAt, long position, EventId id, FieldEvent event) {
        Occurred occurred() {
            return event.envelope().occurred();
        }

        boolean corrects(EventId other) {
            var correction = event.envelope().corrects();
            return correction != null && correction.event().equals(other);
        }
    }

    enum State {
        NOT_ASKED,
        REQUESTED,
        DEFERRED,
        GIVEN,
        REAFFIRMED,
        RECONSENT_DUE,
        SUSPENDED,
        REFUSED,
        WITHDRAWN,
        EXPIRED,
        INVALIDATED
    }

    /** Why something is on hold, where that is not the event's own doing. */
    enum Cause {
        HOLD,
        CAPACITY_LOST,
        CAPACITY_REGAINED,
        OBJECTION,
        AGE,
        APPROVAL,
        PERIOD,
        AMENDMENT,
        NONE
    }

    enum Held {
        DESTROYED,
        TO_BE_DESTROYED,
        QUARANTINED,
        ON_HOLD,
        NOT_IN_NEW_DATASETS,
        USE_PERIOD_OVER,
        IN_PART,
        USABLE
    }

    /** The end of a day wherever it is lived, or a moment. */
    record When(@Nullable LocalDate day, @Nullable Instant moment) {
        static When endOf(LocalDate day) {
            return new When(day, null);
        }

        static When at(Instant moment) {
            return new When(null, moment);
        }

        boolean reaches(Instant instant, ZoneId zone) {
            return day != null
                    ? instant.isBefore(day.plusDays(1).atStartOfDay(zone).toInstant())
                    : !instant.isAfter(Objects.requireNonNull(moment));
        }

        /** Whether something had certainly begun by then. */
        boolean begun(Occurred occurred) {
            return day != null
                    ? !occurred.begunOn().isAfter(day)
                    : !occurred.begunBy().isAfter(Objects.requireNonNull(moment));
        }

        /** The last instant asked about. */
        Instant lastIn(ZoneId zone) {
            return day != null
                    ? day.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1)
                    : Objects.requireNonNull(moment);
        }

        LocalDate dayIn(ZoneId zone) {
            return day != null
                    ? day
                    : Objects.requireNonNull(moment).atZone(zone).toLocalDate();
        }
    }

    /** What stands, why, and since which event. */
    record Standing(State state, Cause cause, @Nullable EventId by) {}

    /** One reason why an action is not covered. */
    record Reason(
            String rule,
            @Nullable ParticipantCode person,
            @Nullable ModuleCode module) {
        @Override
        public String toString() {
            return rule + (person == null ? "" : " " + person) + (module == null ? "" : " " + module);
        }
    }

    /** An action as far as cover is concerned; without a chapter, it needs no approval. */
    record Action(
            CaseCode caseCode,
            Occurred occurred,
            List<ResearcherCode> performers,
            List<ParticipantCode> people,
            @Nullable String chapter,
            List<ModuleCode> modules,
            boolean passive,
            @Nullable Mode mode,
            @Nullable SessionCode session) {}

    final List<Line> lines = new ArrayList<>();

    final Set<EventId> invalid = new HashSet<>();

    final PlainSteps steps = new PlainSteps(this);
    final PlainFold fold = new PlainFold(this);
    final PlainDeciders deciders = new PlainDeciders(this);
    final PlainAges ages = new PlainAges(this);
    final PlainStanding standings = new PlainStanding(this);
    final PlainApprovals approvals = new PlainApprovals(this);
    final PlainCases cases = new PlainCases(this);
    final PlainCover cover = new PlainCover(this);
    final PlainMaterial material = new PlainMaterial(this);

    /** The log as far as it was known by then; all of it when left out. */
    PlainReading(List<Line> log, @Nullable Instant knownAt) {
        var known = log.stream()
                .filter(line -> knownAt == null || !line.recordedAt().isAfter(knownAt))
                .toList();
        var struck = new HashSet<EventId>();
        for (var line : known) {
            var correction = line.event().envelope().corrects();
            if (correction != null) struck.add(correction.event());
        }
        for (var line : known)
            if (!struck.contains(line.id()) && !(line.event() instanceof EnteredInError)) lines.add(line);
        for (var line : lines) if (line.event() instanceof ConsentInvalidated e) invalid.add(e.decision());
    }

    /** Whether an event was known and stands. */
    boolean stands(EventId id) {
        return lines.stream().anyMatch(line -> line.id().equals(id));
    }

    /** Where a person stands with a module. */
    Standing standing(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when) {
        return standings.standing(person, caseCode, module, when);
    }

    /** Every reason why an action is not covered; none when it is. */
    Set<Reason> uncovered(Action action) {
        return cover.uncovered(action);
    }

    /** What becomes of an action's material, as far as one person is concerned, at that time. */
    Held held(Line line, Action action, ParticipantCode person, When when) {
        return material.held(line, action, person, when);
    }

    /** The same had the action been covered. */
    Held heldHadItBeenCovered(Action action, ParticipantCode person, When when) {
        return material.heldHadItBeenCovered(action, person, when);
    }

    /** Why a decision may not be recorded; empty when it may. */
    Optional<String> mayNotDecide(
            ParticipantCode person,
            CaseCode caseCode,
            ModuleCode module,
            DeciderCapacity capacity,
            @Nullable String code,
            Occurred occurred) {
        return deciders.mayNotDecide(person, caseCode, module, capacity, code, occurred);
    }

    /** Whether a text was in use all through that time. */
    boolean inUse(FormVersionCode text, Occurred occurred) {
        return cases.inUse(text, occurred);
    }
}
