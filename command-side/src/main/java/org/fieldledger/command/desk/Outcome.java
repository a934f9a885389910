package org.fieldledger.command.desk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.events.EventId;
import org.fieldledger.events.EventJson;
import org.fieldledger.store.AcceptedCommand;
import org.fieldledger.store.AnsweredCommand;

/** The answer to an accepted command as the store keeps it, so that the same command is answered the same again. */
record Outcome(String stream, long version, List<EventId> events) {

    static AcceptedCommand of(Hearing.Verdict verdict) {
        var outcome = new Outcome(
                verdict.stream().name(),
                verdict.version(),
                verdict.entries().stream().map(entry -> entry.id()).toList());
        return new AcceptedCommand(
                verdict.submission().commandId(),
                fingerprint(verdict.submission().command()),
                EventJson.MAPPER.writeValueAsString(outcome));
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

    /** SHA-256 over the command's name and JSON: the same for the same command, whoever hands it in. */
    static byte[] fingerprint(FieldCommand command) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(command.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
            return digest.digest(EventJson.MAPPER.writeValueAsBytes(command));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
