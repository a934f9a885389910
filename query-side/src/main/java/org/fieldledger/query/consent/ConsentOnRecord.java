package org.fieldledger.query.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.State;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf;

/** What the reading of consent says of some cases and of what was taken in them, as of the two times of one question. */
public final class ConsentOnRecord {

    private final OnRecord known;
    private final AsOf asOf;
    private final Map<Approved, Boolean> approved = new HashMap<>();

    private record Approved(CaseCode caseCode, String chapter, LocalDate day) {}

    ConsentOnRecord(OnRecord known, AsOf asOf) {
        this.known = known;
        this.asOf = asOf;
    }

    /**
     * What may be done with what an action took: of several people, the strongest of what stands in the way for any. What took
     * nothing from anybody by name may be used, unless it was kept as a deviation, which its own record says.
     */
    public Use use(UUID event) {
        return known.use(event, asOf);
    }

    /** The same had the action been covered: what the people in it want done with it, and whether its time is over. */
    public Use useHadItBeenCovered(UUID event) {
        return known.useHadItBeenCovered(event, asOf);
    }

    /** Whether an action took something from people by name, so that there is something to be used. */
    public boolean took(UUID event) {
        return known.took(event);
    }

    /** What may be done with what several actions took: what derives from all of them takes the strongest. */
    public Use use(Collection<UUID> events) {
        return events.stream().map(this::use).max(Use::compareTo).orElse(Use.USABLE);
    }

    /** Where somebody stands with a module at an instant. */
    public State state(CaseCode caseCode, ParticipantCode participant, ModuleCode module, Instant at) {
        return known.reading(caseCode).person(participant).standing(module, at).state();
    }

    /** Where somebody stands with a module at the end of a day, or at the time asked about where that is earlier. */
    public State stateOn(CaseCode caseCode, ParticipantCode participant, ModuleCode module, LocalDate day) {
        var zone = zone(caseCode);
        var end = AsOf.trueAt(day).lastInstant(zone);
        var asked = asOf.lastInstant(zone);
        return state(caseCode, participant, module, end.isAfter(asked) ? asked : end);
    }

    /** Whether an ethics approval covers this chapter of fieldwork in a case all through a day. */
    public boolean approved(CaseCode caseCode, String chapter, LocalDate day) {
        return approved.computeIfAbsent(
                new Approved(caseCode, chapter, day),
                asked -> known.reading(caseCode).approved(chapter, Occurred.on(day, zone(caseCode))));
    }

    /** Whether an ethics approval covers a chapter on any day from the first to the last. */
    public boolean approvedSometime(CaseCode caseCode, String chapter, LocalDate first, LocalDate last) {
        // From the end: what has been approved mostly still is.
        for (var day = last; !day.isBefore(first); day = day.minusDays(1))
            if (approved(caseCode, chapter, day)) return true;
        return false;
    }

    public ZoneId zone(CaseCode caseCode) {
        return known.reading(caseCode).zone();
    }
}
