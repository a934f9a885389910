package org.fieldledger.demo;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.store.EventLog;

/**
 * What an earlier load came to before it was cut off. The days before the last recorded one are answered from the record:
 * decided again, an attempt that was refused then would be judged by what came later.
 */
final class LoadSoFar {

    private final Desk desk;
    private final LocalDate lastRecorded;

    LoadSoFar(EventLog log, Desk desk) {
        this.desk = desk;
        this.lastRecorded = log.head() == 0 ? LocalDate.MIN : LocalDate.ofInstant(log.headRecordedAt(), ZoneOffset.UTC);
    }

    Function<List<Submission>, List<Answer>> deskOn(LocalDate day) {
        return day.isBefore(lastRecorded) ? this::asThen : desk::submit;
    }

    private List<Answer> asThen(List<Submission> submissions) {
        var answers = desk.answeredBefore(submissions);
        return submissions.stream()
                .map(submission -> answers.getOrDefault(submission.commandId(), refused(submission.commandId())))
                .toList();
    }

    private static Answer refused(UUID command) {
        return new Answer.Rejected(command, List.of(), null);
    }
}
