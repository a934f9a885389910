package org.fieldledger.command.desk;

import java.util.List;
import org.fieldledger.events.EventId;
import org.fieldledger.events.EventJson;
import org.fieldledger.store.AcceptedCommand;
import org.fieldledger.store.AnsweredCommand;

/** The answer to an accepted command as the store keeps it, so that the same command is answered the same again. */
record Outcome(String stream, long version, List<EventId> events) {

    static AcceptedCommand of(Hearing.Verdict verdict, byte[] fingerprint) {
        var outcome = new Outcome(
                verdict.stream().name(),
                verdict.version(),
                verdict.entries().stream().map(entry -> entry.id()).toList());
        return new AcceptedCommand(
                verdict.submission().commandId(), fingerprint, EventJson.MAPPER.writeValueAsString(outcome));
    }

    static Answer.Accepted read(AnsweredCommand earlier) {
        var accepted = earlier.command();
        var outcome = EventJson.MAPPER.readValue(accepted.outcome(), Outcome.class);
        return new Answer.Accepted(
                accepted.commandId(),
                outcome.stream(),
                outcome.version(),
                outcome.events(),
                earlier.recordedAt(),
                true);
    }
}
