package org.fieldledger.events;

import java.math.BigDecimal;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** Measures: what people answered, item by item, on which version of an instrument and at which timepoint. */
public sealed interface MeasureEvent extends FieldEvent {

    /** The participant concerned. */
    ParticipantCode participant();

    /** One answer: a number, a text, or the code that says why there is none. Exactly one of the three. */
    record Response(
            String item,
            @Nullable BigDecimal number,
            @Personal @Nullable String text,
            @Nullable String missing) {
        public Response {
            var given = (number != null ? 1 : 0) + (text != null ? 1 : 0) + (missing != null ? 1 : 0);
            if (given != 1)
                throw new IllegalArgumentException(
                        "The answer to item %s needs exactly one of number, text or missing".formatted(item));
        }

        public static Response of(String item, BigDecimal number) {
            return new Response(item, number, null, null);
        }

        public static Response missing(String item, String code) {
            return new Response(item, null, null, code);
        }
    }

    /** A survey or measure was answered. Revision 1 called the timepoint a wave. */
    @Revision("2")
    record MeasureAdministered(
            Envelope envelope,
            ParticipantCode participant,
            InstrumentCode instrument,
            String version,
            @Nullable TimepointCode timepoint,
            @Personal Responses responses)
            implements MeasureEvent {

        public MeasureAdministered {
            responses = Absent.asNone(responses);
        }

        /** The same with answers that are open. */
        public MeasureAdministered(
                Envelope envelope,
                ParticipantCode participant,
                InstrumentCode instrument,
                String version,
                @Nullable TimepointCode timepoint,
                List<Response> responses) {
            this(envelope, participant, instrument, version, timepoint, Responses.of(responses));
        }
    }

    /** A measure that was due was not obtained, and why. */
    record MeasureMissed(
            Envelope envelope,
            ParticipantCode participant,
            InstrumentCode instrument,
            TimepointCode timepoint,
            @Personal String reason)
            implements MeasureEvent {}

    /** Function or behaviour was assessed by a member of staff or a researcher. */
    record FunctionAssessed(
            Envelope envelope,
            ParticipantCode participant,
            InstrumentCode instrument,
            String version,
            @Nullable TimepointCode timepoint,
            @Personal Responses responses)
            implements MeasureEvent {

        public FunctionAssessed {
            responses = Absent.asNone(responses);
        }

        /** The same with answers that are open. */
        public FunctionAssessed(
                Envelope envelope,
                ParticipantCode participant,
                InstrumentCode instrument,
                String version,
                @Nullable TimepointCode timepoint,
                List<Response> responses) {
            this(envelope, participant, instrument, version, timepoint, Responses.of(responses));
        }
    }

    /** A person set a goal of their own. */
    record GoalSet(
            Envelope envelope,
            ParticipantCode participant,
            String goal,
            @Personal String description) implements MeasureEvent {}

    /** How far a goal was reached, on the scale the case uses. */
    record GoalReviewed(
            Envelope envelope,
            ParticipantCode participant,
            String goal,
            @Personal Attainment attainment,
            @Personal @Nullable String note)
            implements MeasureEvent {}
}
