package org.fieldledger.consent;

import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.Mode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SessionCode;
import org.jspecify.annotations.Nullable;

/**
 * An action as far as its cover is concerned.
 *
 * @param approval the approval it is said to fall under
 * @param session the meeting it is part of
 */
public record Action(
        Needs needs,
        Occurred occurred,
        List<ResearcherCode> performers,
        List<ParticipantCode> people,
        @Nullable Mode mode,
        @Nullable SessionCode session,
        @Nullable ApprovalReference approval) {

    /** An action on record, with everybody whose part is in it. Any approval may have covered it. */
    public static Action of(FieldEvent event, List<ParticipantCode> people) {
        var envelope = event.envelope();
        return new Action(
                Needs.of(event),
                envelope.occurred(),
                envelope.performedBy(),
                Stream.concat(envelope.participants().stream().map(Participation::participant), people.stream())
                        .distinct()
                        .toList(),
                envelope.mode(),
                session(event),
                null);
    }

    /** The meeting that an event is about. */
    public static @Nullable SessionCode session(FieldEvent event) {
        return event instanceof GroupSessionEvent meeting ? meeting.session() : null;
    }
}
