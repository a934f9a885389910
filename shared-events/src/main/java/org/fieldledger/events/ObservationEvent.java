package org.fieldledger.events;

import org.jspecify.annotations.Nullable;

/** What was seen in the field, and the notes made of it. */
public sealed interface ObservationEvent extends FieldEvent {

    /** A setting was observed. People who are not enrolled are counted, never named, under the bystander policy. */
    record ObservationMade(
            Envelope envelope,
            ObservationKind kind,
            @Nullable SiteCode site,
            @Nullable Strand strand,
            @Nullable Phase phase,
            int headcount,
            String bystanderPolicy)
            implements ObservationEvent {}

    /** Data that a ward owed could not be collected, and why. */
    record WardCollectionMissed(
            Envelope envelope,
            SiteCode site,
            Phase phase,
            WardData kind,
            @Personal String reason) implements ObservationEvent {}

    /** A researcher wrote down what they saw or thought. */
    record FieldNoteWritten(
            Envelope envelope,
            @Personal String about,
            @Personal String note) implements ObservationEvent {}
}
