package org.fieldledger.events;

import org.jspecify.annotations.Nullable;

/** Interventions, and who was allocated to what. */
public sealed interface InterventionEvent extends FieldEvent {

    /** A version of an intervention was designed. */
    record InterventionDesigned(Envelope envelope, String intervention, String version, String description)
            implements InterventionEvent {}

    /** An intervention was brought into use. */
    record InterventionIntroduced(
            Envelope envelope,
            String intervention,
            String version,
            @Nullable SiteCode site) implements InterventionEvent {}

    /** A participant was allocated to an arm. */
    record AllocationMade(Envelope envelope, ParticipantCode participant, String arm, String method)
            implements InterventionEvent {}
}
