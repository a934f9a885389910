package org.fieldledger.oracle;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainTimes.Look;
import org.jspecify.annotations.Nullable;

/** The consent that an action rests on, plainly: what stood at its beginning, where that covered it to its end. */
final class PlainRests {

    /** @param decision the last yes that it waited for */
    record Given(EventId decision, @Nullable FormVersionCode text) {}

    private final PlainReading plain;
    private final Action action;
    private final List<PlainReading.Reason> lacking;

    PlainRests(PlainReading plain, Action action) {
        this.plain = plain;
        this.action = action;
        this.lacking = List.copyOf(plain.uncovered(action));
    }

    /** One person's to one module. */
    Optional<Given> on(ParticipantCode person, ModuleCode module) {
        if (lacking.stream().anyMatch(reason -> person.equals(reason.person()) && module.equals(reason.module())))
            return Optional.empty();
        var course = plain.fold.course(
                person,
                action.caseCode(),
                module,
                When.at(action.occurred().earliest()),
                new Look(action.occurred(), action.passive(), false));
        var give = Objects.requireNonNull(course.give, "What covers an action was given");
        return Optional.of(
                new Given(Objects.requireNonNull(course.completedBy).line().id(), give.text()));
    }
}
