package org.fieldledger.command.interpretation;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.interpretation.InterpretationCommand.RecordInterpretation;
import org.fieldledger.command.interpretation.InterpretationCommand.RecordTheme;
import org.fieldledger.command.interpretation.InterpretationCommand.ReleaseModelVersion;
import org.fieldledger.command.interpretation.InterpretationCommand.ReleaseToolVersion;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InterpretationEvent;
import org.fieldledger.events.InterpretationEvent.InterpretationRecorded;
import org.fieldledger.events.InterpretationEvent.ModelVersionReleased;
import org.fieldledger.events.InterpretationEvent.ThemeRecorded;
import org.fieldledger.events.InterpretationEvent.ToolVersionReleased;
import org.springframework.stereotype.Component;

/** Decides about themes, interpretations, models and tools. */
@Component
class InterpretationChapter implements Chapter<InterpretationCommand> {

    @Override
    public Class<InterpretationCommand> commands() {
        return InterpretationCommand.class;
    }

    @Override
    public List<FieldEvent> decide(InterpretationCommand command, OnRecord known) {
        var envelope = Gate.admit(command.report(), InterpretationEvent.class, known);
        return List.of(
                switch (command) {
                    case RecordTheme c ->
                        new ThemeRecorded(envelope, c.theme(), c.statement(), there(c.evidence(), known));
                    case RecordInterpretation c ->
                        new InterpretationRecorded(envelope, c.theme(), c.interpretation(), there(c.evidence(), known));
                    case ReleaseModelVersion c -> new ModelVersionReleased(envelope, c.model(), c.version(), c.notes());
                    case ReleaseToolVersion c -> new ToolVersionReleased(envelope, c.tool(), c.version(), c.notes());
                });
    }

    private static List<EventId> there(List<EventId> evidence, OnRecord known) {
        if (evidence.isEmpty())
            throw Refused.because(
                    Rule.EVIDENCE_UNKNOWN, "Nothing is named as evidence", "Name the events it rests on in evidence");
        for (var event : evidence)
            if (!known.evidence().contains(event))
                throw Refused.because(
                        Rule.EVIDENCE_UNKNOWN,
                        "There is no event %s".formatted(event),
                        "Take the ids of the evidence from the timeline");
        return evidence;
    }
}
