package org.fieldledger.demo;

import java.time.LocalDate;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.Level;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Role;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.jspecify.annotations.Nullable;

/** One invented person: what those in the field know of them so far. */
final class Person {

    final ParticipantCode code;
    final Case caseStudy;
    final Role role;
    final Level level;
    /** Who decides for the person, as found when they are first asked. */
    Decider decider;

    final LocalDate enrolled;
    final Set<ModuleCode> given = new TreeSet<>();
    /** Modules taken back, by the day on which the field knew of it. */
    final TreeMap<LocalDate, Set<ModuleCode>> takenBack = new TreeMap<>();

    @Nullable
    LocalDate gone;

    /** The day on which an amendment retired the text they consented on, and that on which they consented anew. */
    @Nullable
    LocalDate textRetired;

    @Nullable
    LocalDate consentedAnew;

    /** The birthday from which they decide themselves, and the day on which they did. */
    @Nullable
    LocalDate comesOfAge;

    @Nullable
    LocalDate decidedAlone;

    Person(ParticipantCode code, Case caseStudy, Role role, Level level, Decider decider, LocalDate enrolled) {
        this.code = code;
        this.caseStudy = caseStudy;
        this.role = role;
        this.level = level;
        this.decider = decider;
        this.enrolled = enrolled;
    }

    /** Whether those in the field, as far as they know by then, may do this with the person on a day. */
    boolean may(ModuleCode module, LocalDate day, LocalDate known) {
        if (!day.isAfter(enrolled) || !given.contains(module)) return false;
        if (gone != null && !known.isBefore(gone)) return false;
        if (textRetired != null && day.isAfter(textRetired) && (consentedAnew == null || day.isBefore(consentedAnew)))
            return false;
        if (comesOfAge != null && !day.isBefore(comesOfAge) && (decidedAlone == null || day.isBefore(decidedAlone)))
            return false;
        return takenBack.headMap(known, true).values().stream().noneMatch(modules -> modules.contains(module));
    }

    /** Whether nothing had been taken back, as far as those in the field know by then: only then is a record put right. */
    boolean standsByAll(LocalDate known) {
        return takenBack.headMap(known, true).isEmpty();
    }

    /** Whether everything they had given was taken back by then. */
    boolean hasLeft(LocalDate known) {
        return !given.isEmpty()
                && takenBack.headMap(known, true).values().stream().anyMatch(modules -> modules.containsAll(given));
    }

    void takesBack(Set<ModuleCode> modules, LocalDate known) {
        takenBack.merge(known, Set.copyOf(modules), (one, other) -> {
            var both = new TreeSet<>(one);
            both.addAll(other);
            return both;
        });
    }
}
