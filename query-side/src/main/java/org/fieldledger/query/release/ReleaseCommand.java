package org.fieldledger.query.release;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.release.Releases.Made;
import tools.jackson.core.type.TypeReference;

/** The command {@code ReleaseData} as JSON, for whoever hands it in to the other side of the ledger. */
final class ReleaseCommand {

    static Map<String, Object> of(Made made) {
        var definition = made.frozen().definition();
        var report = new LinkedHashMap<String, Object>();
        if (definition.cases().size() == 1)
            report.put("case", definition.cases().getFirst().code());
        report.put("occurred", json(Occurred.at(definition.judgedAt(), definition.zone())));
        var command = new LinkedHashMap<String, Object>();
        command.put("report", report);
        command.put("release", made.release());
        command.put("recipient", made.recipient());
        command.put("question", made.question());
        command.put("rows", made.rows());
        command.put("frozen", json(made.frozen()));
        return command;
    }

    private static Map<String, Object> json(Object value) {
        return EventJson.MAPPER.convertValue(value, new TypeReference<>() {});
    }

    private ReleaseCommand() {}
}
