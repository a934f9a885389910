package org.fieldledger.command.gate;

import java.util.Collection;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.History;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ParticipantCode;

/** Whoever was erased stays so: nothing more is recorded about them, whatever the command. */
public final class Erased {

    /** Throws {@link Refused} naming everybody among these streams who was erased. */
    public static void admit(FieldCommand command, Collection<StreamName> streams, OnRecord known) {
        if (command.mayFollowErasure()) return;
        var problems = streams.stream()
                .flatMap(name ->
                        known.streams().getOrDefault(name, History.EMPTY).of(PersonErased.class))
                .map(PersonErased::participant)
                .distinct()
                .map(Erased::problem)
                .toList();
        if (!problems.isEmpty()) throw new Refused(problems);
    }

    private static Problem problem(ParticipantCode person) {
        return new Problem(
                Rule.PERSON_ERASED,
                "%s was erased".formatted(person),
                "Nothing more is recorded about this person; leave them out",
                person,
                null);
    }

    private Erased() {}
}
