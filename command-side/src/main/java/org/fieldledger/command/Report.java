package org.fieldledger.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.Language;
import org.fieldledger.events.Level;
import org.fieldledger.events.Mode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the reporter states about an action. The store adds who recorded it, when, and the decisions it rests on.
 *
 * @param caseStudy the case; absent for what the programme does as a whole
 * @param performedBy who did the fieldwork; the recorder when left out
 * @param participants who took part; role and level come from the enrolment when left out
 * @param approval the ethics approval it falls under; found by the store when left out
 * @param deviation why it is to be recorded although it lacks cover; then it is quarantined
 * @param corrects the event this replaces, or declares entered in error
 */
public record Report(
        @JsonProperty("case") @Nullable CaseCode caseStudy,
        Occurred occurred,
        List<ResearcherCode> performedBy,
        List<Part> participants,
        List<Objective> objectives,
        @Nullable String place,
        @Nullable Language language,
        @Nullable Mode mode,
        @Nullable String guide,
        List<Artefact> artefacts,
        @Nullable ApprovalReference approval,
        @Nullable String deviation,
        @Nullable Correction corrects) {

    /** One person's part, as reported. */
    public record Part(
            ParticipantCode participant,
            @Nullable Role role,
            @Nullable Level level) {}

    public Report {
        performedBy = performedBy == null ? List.of() : List.copyOf(performedBy);
        participants = participants == null ? List.of() : List.copyOf(participants);
        objectives = objectives == null
                ? List.of()
                : objectives.stream().distinct().sorted().toList();
        artefacts = artefacts == null ? List.of() : List.copyOf(artefacts);
    }

    /** The case; throws {@link Refused} when the report names none. */
    public CaseCode theCase() {
        if (caseStudy == null)
            throw Refused.because(Rule.CASE_NOT_NAMED, "The report names no case", "Name the case in report.case");
        return caseStudy;
    }

    /** This report with one person certainly in it. */
    public Report about(ParticipantCode person) {
        if (participants.stream().anyMatch(part -> part.participant().equals(person))) return this;
        var everyone = Stream.concat(Stream.of(new Part(person, null, null)), participants.stream())
                .toList();
        return withParts(everyone);
    }

    /** This report with exactly these people in it. */
    public Report withParts(List<Part> people) {
        return new Report(
                caseStudy,
                occurred,
                performedBy,
                people,
                objectives,
                place,
                language,
                mode,
                guide,
                artefacts,
                approval,
                deviation,
                corrects);
    }

    /** Begins a report on something in a case, or in the programme as a whole when there is none. */
    public static Draft on(@Nullable CaseCode caseStudy, Occurred occurred) {
        return new Draft(caseStudy, occurred);
    }

    /** A report being written. */
    public static final class Draft {

        private final @Nullable CaseCode caseStudy;
        private final Occurred occurred;
        private List<ResearcherCode> performedBy = List.of();
        private List<Part> participants = List.of();
        private List<Objective> objectives = List.of();
        private @Nullable String place;
        private @Nullable Language language;
        private @Nullable Mode mode;
        private @Nullable String guide;
        private List<Artefact> artefacts = List.of();
        private @Nullable ApprovalReference approval;
        private @Nullable String deviation;
        private @Nullable Correction corrects;

        private Draft(@Nullable CaseCode caseStudy, Occurred occurred) {
            this.caseStudy = caseStudy;
            this.occurred = occurred;
        }

        public Draft by(ResearcherCode... performers) {
            performedBy = List.of(performers);
            return this;
        }

        public Draft with(ParticipantCode... people) {
            participants = Stream.of(people).map(p -> new Part(p, null, null)).toList();
            return this;
        }

        public Draft withParts(List<Part> parts) {
            participants = parts;
            return this;
        }

        public Draft towards(Objective... tags) {
            objectives = List.of(tags);
            return this;
        }

        public Draft at(String where) {
            place = where;
            return this;
        }

        public Draft in(Language spoken) {
            language = spoken;
            return this;
        }

        public Draft by(Mode how) {
            mode = how;
            return this;
        }

        public Draft following(String guideVersion) {
            guide = guideVersion;
            return this;
        }

        public Draft keeping(Artefact... files) {
            artefacts = List.of(files);
            return this;
        }

        public Draft under(ApprovalReference reference) {
            approval = reference;
            return this;
        }

        public Draft asDeviationBecause(@Nullable String reason) {
            deviation = reason;
            return this;
        }

        public Draft correcting(Correction correction) {
            corrects = correction;
            return this;
        }

        public Report done() {
            return new Report(
                    caseStudy,
                    occurred,
                    performedBy,
                    participants,
                    objectives,
                    place,
                    language,
                    mode,
                    guide,
                    artefacts,
                    approval,
                    deviation,
                    corrects);
        }
    }
}
