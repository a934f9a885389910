package org.fieldledger.events;

import java.util.List;

/** What researchers make of the material, and the evidence it rests on. */
public sealed interface InterpretationEvent extends FieldEvent {

    /** A theme was found, resting on this evidence. */
    record ThemeRecorded(
            Envelope envelope, String theme, @Personal String statement, List<EventId> evidence)
            implements InterpretationEvent {}

    /** A theme was interpreted, resting on this evidence. */
    record InterpretationRecorded(
            Envelope envelope, String theme, @Personal String interpretation, List<EventId> evidence)
            implements InterpretationEvent {}

    /** A version of an explanatory model was released. */
    record ModelVersionReleased(Envelope envelope, String model, String version, String notes)
            implements InterpretationEvent {}

    /** A version of a tool was released. */
    record ToolVersionReleased(Envelope envelope, String tool, String version, String notes)
            implements InterpretationEvent {}
}
