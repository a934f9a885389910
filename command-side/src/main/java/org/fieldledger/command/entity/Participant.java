package org.fieldledger.command.entity;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.consent.Instants;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.Level;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.Role;
import org.jspecify.annotations.Nullable;

/** A participant's course through the cases they take part in. */
public record Participant(ParticipantCode code, History history) {

    /** In what role and at what level somebody takes part. */
    public record Standing(Role role, @Nullable Level level) {}

    /** The enrolment that has not been followed by a discontinuation, whatever the day. */
    public boolean enrolledNow(CaseCode caseStudy) {
        return in(caseStudy, ParticipantEnrolled.class).count()
                > in(caseStudy, ParticipantDiscontinued.class).count();
    }

    /** The role and level held throughout the action; empty for whoever was not enrolled in the case then. */
    public Optional<Standing> enrolled(CaseCode caseStudy, Occurred action) {
        return in(caseStudy, ParticipantEnrolled.class)
                .filter(enrolment -> Instants.heldThroughout(
                        enrolment.envelope().occurred(),
                        in(caseStudy, ParticipantDiscontinued.class)
                                .map(gone -> gone.envelope().occurred()),
                        action))
                .findFirst()
                .map(enrolment -> standing(caseStudy, enrolment, action));
    }

    /** The role held last in the case, whatever the day. */
    public Optional<Role> role(CaseCode caseStudy) {
        return inFieldOrder(caseStudy)
                .map(event -> switch (event) {
                    case ParticipantEnrolled enrolled -> enrolled.role();
                    case ParticipantTransferred transferred -> transferred.to();
                    case ParticipantDiscontinued gone -> null;
                    case BirthRecorded born -> null;
                })
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later);
    }

    /** Events of one kind about this participant in one case that still stand. */
    public <E extends FieldEvent> Stream<E> in(CaseCode caseStudy, Class<E> kind) {
        return history.of(kind)
                .filter(event -> caseStudy.equals(event.envelope().caseStudy()));
    }

    private Standing standing(CaseCode caseStudy, ParticipantEnrolled enrolment, Occurred action) {
        return in(caseStudy, ParticipantTransferred.class)
                .filter(moved ->
                        !Instants.begins(moved.envelope().occurred(), action).isAfter(action.earliest()))
                .filter(moved -> !moved.envelope()
                        .occurred()
                        .earliest()
                        .isBefore(enrolment.envelope().occurred().earliest()))
                .reduce((earlier, later) -> later)
                .map(moved -> new Standing(moved.to(), moved.level()))
                .orElseGet(() -> new Standing(enrolment.role(), enrolment.level()));
    }

    private Stream<ParticipantEvent> inFieldOrder(CaseCode caseStudy) {
        return in(caseStudy, ParticipantEvent.class)
                .sorted(Comparator.comparing(
                        event -> event.envelope().occurred().earliest()));
    }
}
