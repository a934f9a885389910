package org.fieldledger.events;

import java.time.LocalDate;
import java.util.List;

/** Joint Interpretive Forums, and findings brought back to those they are about. */
public sealed interface ForumEvent extends FieldEvent {

    /** Who was invited, by role and number or by code, and the reason. */
    record Invitee(@Personal String who, @Personal String reason) {}

    /** A forum was called: who was invited, and why they. */
    record ForumConvened(Envelope envelope, int number, ForumScope scope, List<Invitee> invitees, LocalDate planned)
            implements ForumEvent {}

    /** A forum met: what it considered and what it recommends. */
    record ForumHeld(
            Envelope envelope,
            int number,
            int attendance,
            @Personal List<String> findingsConsidered,
            @Personal List<String> recommendations)
            implements ForumEvent {}

    /** A forum that was due did not meet, and why. */
    record ForumMissed(
            Envelope envelope, int number, @Personal String reason) implements ForumEvent {}

    /** Findings were brought back to a case while the work goes on. */
    record FindingsFedBack(Envelope envelope, @Personal String findings, String audience) implements ForumEvent {}
}
