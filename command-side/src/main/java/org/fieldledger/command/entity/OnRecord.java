package org.fieldledger.command.entity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fieldledger.consent.Approvals;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Forms;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SessionCode;

/**
 * All that a decision may look at: the streams it said it reads, who records, and the time by the store's clock.
 *
 * @param evidence ids of events elsewhere in the log that the command points at and that exist
 */
public record OnRecord(
        Map<StreamName, History> streams, ResearcherCode recordedBy, Instant now, Set<EventId> evidence) {

    public Programme programme() {
        return new Programme(history(StreamName.PROGRAMME));
    }

    public Approvals approvals() {
        return new Approvals(history(StreamName.APPROVALS).facts());
    }

    public Forms forms() {
        return new Forms(history(StreamName.FORMS).facts());
    }

    /** Consent and cover in a case, as far as the streams of the decision say. */
    public CaseReading reading(CaseCode code) {
        return new CaseReading(
                code,
                history(StreamName.PROGRAMME).facts(),
                history(StreamName.caseStudy(code)).facts(),
                approvals(),
                forms(),
                person -> history(StreamName.participant(person)).facts());
    }

    public CaseStudy caseStudy(CaseCode code) {
        return new CaseStudy(code, history(StreamName.caseStudy(code)));
    }

    public Schedules schedules(CaseCode code) {
        return new Schedules(history(StreamName.schedules(code)));
    }

    public Participant participant(ParticipantCode code) {
        return new Participant(code, history(StreamName.participant(code)));
    }

    public Instrument instrument(InstrumentCode code) {
        return new Instrument(code, history(StreamName.instrument(code)));
    }

    public History session(SessionCode code) {
        return history(StreamName.session(code));
    }

    /** The history of a stream; throws {@link IllegalStateException} for one that the command did not say it reads. */
    public History history(StreamName stream) {
        return Optional.ofNullable(streams.get(stream))
                .orElseThrow(
                        () -> new IllegalStateException("The decision reads %s without saying so".formatted(stream)));
    }
}
