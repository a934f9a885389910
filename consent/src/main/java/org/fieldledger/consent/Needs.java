package org.fieldledger.consent;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.CaseStudyEvent;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.DiaryEvent;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InstrumentEvent;
import org.fieldledger.events.InterpretationEvent;
import org.fieldledger.events.InterventionEvent;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.MaterialEvent;
import org.fieldledger.events.MaterialEvent.DatasetReceived;
import org.fieldledger.events.MeasureEvent;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObservationEvent;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ProgrammeEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an action needs in order to be covered. This is the one table of it: the gate and the audit both read it.
 *
 * @param team the case must have been open, and everybody who performed it assigned to the case, throughout
 * @param chapter the chapter of fieldwork for which an ethics approval must have been in force; absent for none
 * @param enrolment everybody who took part must have been enrolled in the case throughout
 * @param modules the consent modules that must be given, by everybody who took part
 * @param passive taken from sources that need no contact with the person
 */
public record Needs(
        boolean team, @Nullable String chapter, boolean enrolment, List<ModuleCode> modules, boolean passive) {

    /** Administration, and what must always be possible to record. */
    private static final Needs NOTHING = new Needs(false, null, false, List.of(), false);

    private static final Needs TEAM = new Needs(true, null, false, List.of(), false);

    /** By kind of event, or by chapter for the kinds that are not named. */
    private static final Map<Class<? extends FieldEvent>, Needs> BY_KIND = Map.ofEntries(
            Map.entry(LeadershipInterviewMissed.class, TEAM),
            Map.entry(InterviewEvent.class, covered("interview", "interview")),
            Map.entry(WardCollectionMissed.class, TEAM),
            Map.entry(ObservationMade.class, covered("observation", "observation")),
            Map.entry(ObservationEvent.class, approved("observation")),
            Map.entry(FocusGroupHeld.class, covered("groupsession", "interview")),
            Map.entry(EventQuestionnaireAnswered.class, approved("groupsession")),
            Map.entry(GroupSessionEvent.class, covered("groupsession", "observation")),
            Map.entry(DiaryEvent.class, covered("diary", "diary")),
            Map.entry(MeasureMissed.class, TEAM),
            Map.entry(MeasureEvent.class, covered("measure", "measure")),
            Map.entry(
                    DatasetReceived.class,
                    covered("material", "register-linkage").withoutContact()),
            Map.entry(MaterialEvent.class, approved("material").withoutContact()),
            Map.entry(AllocationMade.class, new Needs(true, "intervention", true, List.of(), false)),
            Map.entry(InterventionEvent.class, approved("intervention")),
            Map.entry(ParticipantEnrolled.class, approved("participant")),
            Map.entry(ParticipantTransferred.class, TEAM),
            Map.entry(ParticipantEvent.class, NOTHING),
            Map.entry(ConsentRequested.class, approved("consent")),
            Map.entry(ConsentGiven.class, approved("consent")),
            Map.entry(ConsentChanged.class, approved("consent")),
            Map.entry(ConsentAttested.class, approved("consent")),
            Map.entry(ConsentReaffirmed.class, TEAM),
            Map.entry(ConsentEvent.class, NOTHING),
            Map.entry(ProgrammeEvent.class, NOTHING),
            Map.entry(CaseStudyEvent.class, NOTHING),
            Map.entry(EthicsEvent.class, NOTHING),
            Map.entry(ConsentFormEvent.class, NOTHING),
            Map.entry(InstrumentEvent.class, NOTHING),
            Map.entry(ForumEvent.class, NOTHING),
            Map.entry(InterpretationEvent.class, NOTHING),
            Map.entry(GovernanceEvent.class, NOTHING));

    /** Whether it is an action that can lack cover at all. */
    public boolean anything() {
        return team;
    }

    /** What a kind of event needs, before it is known what was kept of it. */
    public static Needs of(Class<? extends FieldEvent> kind) {
        return Optional.ofNullable(BY_KIND.get(kind))
                .or(() -> Arrays.stream(kind.getInterfaces())
                        .filter(BY_KIND::containsKey)
                        .findFirst()
                        .map(BY_KIND::get))
                .orElseThrow(() -> new IllegalArgumentException(
                        "It is not said what %s needs; add it to the table in Needs".formatted(kind.getSimpleName())));
    }

    /** What an event needs. */
    public static Needs of(FieldEvent event) {
        return of(event.getClass()).keeping(event.envelope().artefacts());
    }

    /** Sound and pictures are consented to apart from the conversation they are taken of. */
    public Needs keeping(List<Artefact> artefacts) {
        if (modules.isEmpty()) return this;
        var byArtefact = artefacts.stream()
                .map(artefact -> artefact.mediaType().split("/", 2)[0])
                .filter(kind -> kind.equals("audio") || kind.equals("video"))
                .map(ModuleCode::new);
        return new Needs(
                team,
                chapter,
                enrolment,
                Stream.concat(modules.stream(), byArtefact).distinct().toList(),
                passive);
    }

    private Needs withoutContact() {
        return new Needs(team, chapter, enrolment, modules, true);
    }

    private static Needs approved(String chapter) {
        return new Needs(true, chapter, false, List.of(), false);
    }

    private static Needs covered(String chapter, String... modules) {
        return new Needs(
                true,
                chapter,
                true,
                Arrays.stream(modules).map(ModuleCode::new).collect(Collectors.toUnmodifiableList()),
                false);
    }
}
