package org.fieldledger.command.material;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.material.MaterialCommand.CollectDocument;
import org.fieldledger.command.material.MaterialCommand.ReceiveDataset;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.MaterialEvent.DatasetReceived;
import org.fieldledger.events.MaterialEvent.DocumentCollected;
import org.springframework.stereotype.Component;

/** Decides about documents and datasets. */
@Component
class MaterialChapter implements Chapter<MaterialCommand> {

    @Override
    public Class<MaterialCommand> commands() {
        return MaterialCommand.class;
    }

    @Override
    public List<FieldEvent> decide(MaterialCommand command, OnRecord known) {
        if (command.report().artefacts().isEmpty())
            throw Refused.because(
                    Rule.FIELD_NOT_FILLED_IN,
                    "The report names no file",
                    "Give the hash, media type and place of keeping in report.artefacts");
        return List.of(
                switch (command) {
                    case CollectDocument c ->
                        new DocumentCollected(
                                Gate.admit(c.report(), DocumentCollected.class, known), c.title(), c.kind());
                    case ReceiveDataset c -> {
                        if (c.periodUntil().isBefore(c.periodFrom()))
                            throw Refused.because(
                                    Rule.FIELD_NOT_FILLED_IN,
                                    "The period from %s until %s ends before it begins"
                                            .formatted(c.periodFrom(), c.periodUntil()),
                                    "Give the first and the last day the extract covers");
                        yield new DatasetReceived(
                                Gate.admit(c.report(), DatasetReceived.class, known),
                                c.kind(),
                                c.source(),
                                c.basis(),
                                c.periodFrom(),
                                c.periodUntil(),
                                c.rows(),
                                c.site(),
                                c.phase());
                    }
                });
    }
}
