package org.fieldledger.query.audit;

import java.util.List;
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
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ProgrammeEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an action needed to be covered. Said here a second time, apart from the gate that let it in, so that an audit does not
 * take the gate's word for it; a test holds the two together.
 *
 * @param team the case open, and everybody who performed it assigned to it
 * @param chapter the chapter of fieldwork for which an ethics approval must have been in force; null for none
 * @param enrolment everybody in it enrolled
 * @param modules what everybody in it must have consented to
 */
record Needed(boolean team, @Nullable String chapter, boolean enrolment, List<ModuleCode> modules) {

    private static final Needed NOTHING = new Needed(false, null, false, List.of());
    private static final Needed TEAM = new Needed(true, null, false, List.of());

    /** Whether it is an action that can lack cover at all, rather than administration that must always be possible. */
    boolean anything() {
        return team;
    }

    static Needed by(FieldEvent event) {
        return switch (event) {
            case LeadershipInterviewMissed e -> TEAM;
            case InterviewEvent e -> covered(event, "interview", "interview");
            case ObservationMade e -> covered(event, "observation", "observation");
            case ObservationEvent e -> approved("observation");
            case FocusGroupHeld e -> covered(event, "groupsession", "interview");
            case EventQuestionnaireAnswered e -> approved("groupsession");
            case GroupSessionEvent e -> covered(event, "groupsession", "observation");
            case DiaryEvent e -> covered(event, "diary", "diary");
            case MeasureMissed e -> TEAM;
            case MeasureEvent e -> covered(event, "measure", "measure");
            case DatasetReceived e -> covered(event, "material", "register-linkage");
            case MaterialEvent e -> approved("material");
            case AllocationMade e -> new Needed(true, "intervention", true, List.of());
            case InterventionEvent e -> approved("intervention");
            case ParticipantEnrolled e -> approved("participant");
            case ParticipantTransferred e -> TEAM;
            case ParticipantDiscontinued e -> NOTHING;
            case ConsentRequested e -> approved("consent");
            case ConsentGiven e -> approved("consent");
            case ConsentChanged e -> approved("consent");
            case ConsentAttested e -> approved("consent");
            case ConsentReaffirmed e -> TEAM;
            case ConsentEvent e -> NOTHING;
            case ParticipantEvent e -> NOTHING;
            case ProgrammeEvent e -> NOTHING;
            case CaseStudyEvent e -> NOTHING;
            case EthicsEvent e -> NOTHING;
            case ConsentFormEvent e -> NOTHING;
            case InstrumentEvent e -> NOTHING;
            case ForumEvent e -> NOTHING;
            case InterpretationEvent e -> NOTHING;
            case GovernanceEvent e -> NOTHING;
        };
    }

    private static Needed approved(String chapter) {
        return new Needed(true, chapter, false, List.of());
    }

    /** Sound and pictures are consented to apart from the conversation they are taken of. */
    private static Needed covered(FieldEvent event, String chapter, String module) {
        var byArtefact = event.envelope().artefacts().stream()
                .map(artefact -> artefact.mediaType().split("/", 2)[0])
                .filter(kind -> kind.equals("audio") || kind.equals("video"));
        return new Needed(
                true,
                chapter,
                true,
                Stream.concat(Stream.of(module), byArtefact)
                        .distinct()
                        .map(ModuleCode::new)
                        .toList());
    }
}
