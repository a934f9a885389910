package org.fieldledger.oracle;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.SerializedObject;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.events.FieldEventSerializer;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.store.Append;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;

/** Puts an invented history into the log of a store whose clock can be set. */
final class Recording {

    /** As it was recorded: the events of one moment together, each under the id it has in the history. */
    static void record(List<Line> history, RunningApplication store) {
        var log = store.context().getBean(EventLog.class);
        var clock = (DemonstrationClock) store.context().getBean(Clock.class);
        var serializer = new FieldEventSerializer();
        var sequence = log.head();
        for (var from = 0; from < history.size(); ) {
            var at = history.get(from).recordedAt();
            clock.advance(at);
            var together = new ArrayList<NewEvent>();
            while (from < history.size() && history.get(from).recordedAt().equals(at)) {
                var line = history.get(from++);
                SerializedObject<String> json = serializer.serialize(line.event(), String.class);
                var caseCode = line.event().envelope().caseStudy();
                together.add(new NewEvent(
                        "proof",
                        sequence++,
                        line.id().value(),
                        json.getType().getName(),
                        json.getType().getRevision(),
                        caseCode == null ? null : caseCode.code(),
                        json.getData(),
                        "{}"));
            }
            log.append(new Append(together, Map.of(), List.of()));
        }
    }

    private Recording() {}
}
