package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainTimes.Look;

/**
 * Whether the record shows that whoever decided could, plainly: by the rules of that day, and by what was found and who was appointed,
 * each of which is about the modules that it names.
 */
record PlainAuthority(PlainReading plain, CaseCode caseCode) {

    boolean shown(Line line, Decider decider) {
        return modulesGiven(line).stream().allMatch(module -> entitled(line, decider, module))
                && modules(line).allMatch(module -> onRecord(line, decider, module));
    }

    /** Nobody needs a title to say no. */
    private static List<ModuleCode> modulesGiven(Line line) {
        var event = (ConsentEvent) line.event();
        if (!(event instanceof ConsentGiven || event instanceof ConsentChanged || event instanceof ConsentReaffirmed))
            return List.of();
        var given = new ArrayList<>(event.modules());
        if (event instanceof ConsentChanged changed) given.removeAll(changed.withdrawn());
        return given;
    }

    private static Stream<ModuleCode> modules(Line line) {
        var event = (ConsentEvent) line.event();
        return event instanceof ConsentChanged changed
                ? Stream.concat(event.modules().stream(), changed.withdrawn().stream())
                : event.modules().stream();
    }

    private boolean entitled(Line line, Decider decider, ModuleCode module) {
        var person = ((ConsentEvent) line.event()).participant();
        return plain.mayNotDecide(person, caseCode, module, decider.capacity(), decider.code(), line.occurred())
                .isEmpty();
    }

    private boolean onRecord(Line line, Decider decider, ModuleCode module) {
        return switch (decider.capacity()) {
            case SELF -> !lacks(line, module);
            case GUARDIAN, PARENT -> appointed(line, module, RelationshipKind.GUARDIAN);
            case CONSULTEE -> appointed(line, module, RelationshipKind.CONSULTEE) && lacks(line, module);
        };
    }

    private boolean lacks(Line line, ModuleCode module) {
        var person = ((ConsentEvent) line.event()).participant();
        return plain.deciders.assessed(person, caseCode, module, line.occurred().earliest(), line.occurred())
                == CapacityOutcome.LACKS_CAPACITY;
    }

    private boolean appointed(Line line, ModuleCode module, RelationshipKind kind) {
        var person = ((ConsentEvent) line.event()).participant();
        return !plain.deciders
                .appointed(
                        person,
                        caseCode,
                        module,
                        kind,
                        line.occurred().earliest(),
                        new Look(line.occurred(), false, true))
                .isEmpty();
    }
}
