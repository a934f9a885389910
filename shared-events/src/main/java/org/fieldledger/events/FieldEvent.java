package org.fieldledger.events;

/** A fact from the field, kept for ever. Sealed, so that whoever reads events is told by the compiler what is new. */
public sealed interface FieldEvent
        permits ProgrammeEvent,
                CaseStudyEvent,
                EthicsEvent,
                ConsentFormEvent,
                InstrumentEvent,
                ParticipantEvent,
                ConsentEvent,
                InterviewEvent,
                ObservationEvent,
                GroupSessionEvent,
                DiaryEvent,
                MeasureEvent,
                MaterialEvent,
                InterventionEvent,
                ForumEvent,
                InterpretationEvent,
                GovernanceEvent {

    /** The circumstances common to every action. */
    Envelope envelope();
}
