package org.fieldledger.query.release;

import java.util.List;
import java.util.Optional;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Responses;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.TimepointCode;
import org.jspecify.annotations.Nullable;

/**
 * An instrument answered once.
 *
 * @param withheld what stands in place of the answers, where they cannot be read
 */
record Administration(
        @Nullable ParticipantCode participant,
        @Nullable SessionCode session,
        InstrumentCode instrument,
        String version,
        @Nullable TimepointCode timepoint,
        List<Response> responses,
        @Nullable String withheld) {

    Administration(
            @Nullable ParticipantCode participant,
            @Nullable SessionCode session,
            InstrumentCode instrument,
            String version,
            @Nullable TimepointCode timepoint,
            Responses responses) {
        this(participant, session, instrument, version, timepoint, responses.given(), responses.withheld());
    }

    /** What an event says of an instrument that was answered, where it says anything. */
    static Optional<Administration> in(FieldEvent event) {
        return switch (event) {
            case MeasureAdministered e ->
                Optional.of(new Administration(
                        e.participant(), null, e.instrument(), e.version(), e.timepoint(), e.responses()));
            case FunctionAssessed e ->
                Optional.of(new Administration(
                        e.participant(), null, e.instrument(), e.version(), e.timepoint(), e.responses()));
            case EventQuestionnaireAnswered e ->
                Optional.of(new Administration(null, e.session(), e.instrument(), e.version(), null, e.responses()));
            default -> Optional.empty();
        };
    }
}
