package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every fieldwork action has in common, whatever was done: where, when, by whom, with whom and on what footing.
 *
 * <p>The instant at which the store came to know it is not here: the store sets it and keeps it beside the event.
 *
 * @param caseStudy the case it belongs to; absent for what the programme does as a whole
 * @param occurred when it was true in the field
 * @param recordedBy who told the store
 * @param performedBy who did the fieldwork; the recorder unless stated otherwise
 * @param participants whose parts are in it, each with the consent decisions it rests on
 * @param guide the guide, instrument or form version that was followed, where the event itself does not name it
 * @param approval the ethics approval it falls under
 * @param deviation present when it happened without full cover: then it is quarantined
 * @param corrects the event that this one replaces, or declares entered in error
 */
public record Envelope(
        @JsonProperty("case") @Nullable CaseCode caseStudy,
        Occurred occurred,
        ResearcherCode recordedBy,
        List<ResearcherCode> performedBy,
        List<Participation> participants,
        List<Objective> objectives,
        @Personal @Nullable String place,
        @Nullable Language language,
        @Nullable Mode mode,
        @Nullable String guide,
        List<Artefact> artefacts,
        @Nullable ApprovalReference approval,
        @Nullable Deviation deviation,
        @Nullable Correction corrects) {

    /** One person's part in the action, in what role and at what level, and the consent decisions it rests on. */
    public record Participation(
            ParticipantCode participant,
            Role role,
            @Nullable Level level,
            List<RestsOn> restsOn) {
        public Participation {
            restsOn = Absent.asEmpty(restsOn);
        }
    }

    /** The decision that gives cover under one consent module. */
    public record RestsOn(ModuleCode module, EventId decision) {}

    /** A file in the institution's own storage: what it is and where it is kept, never its contents. */
    public record Artefact(Sha256 sha256, String mediaType, String custody) {}

    /** What happened without cover, and why it is recorded all the same. Quarantined until somebody decides. */
    public record Deviation(
            List<Uncovered> uncovered, @Personal String reason) {
        public Deviation {
            uncovered = Absent.asEmpty(uncovered);
        }
    }

    /** One rule of the gate that did not hold. */
    public record Uncovered(
            String rule,
            @Nullable ParticipantCode participant,
            @Nullable ModuleCode module,
            String detail) {}

    /** Which event is superseded, and why. */
    public record Correction(EventId event, @Personal String reason) {}

    public Envelope {
        performedBy = Absent.asEmpty(performedBy);
        participants = Absent.asEmpty(participants);
        objectives = Absent.asEmpty(objectives);
        artefacts = Absent.asEmpty(artefacts);
    }

    /** The part of one person, if that person is in it. */
    public Optional<Participation> partOf(ParticipantCode participant) {
        return participants.stream()
                .filter(p -> p.participant().equals(participant))
                .findFirst();
    }
}
