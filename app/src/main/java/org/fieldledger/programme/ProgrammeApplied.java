package org.fieldledger.programme;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;

/**
 * What came of applying a definition to a store.
 *
 * @param added steps recorded now, or that would be
 * @param thereAlready steps an earlier run had recorded, and those that found everything as they want it
 * @param ahead steps whose day has not come
 * @param nextDay the first of those days; null when there are none
 * @param refused why steps cannot be taken, a sentence each; where there are any, nothing was recorded
 */
public record ProgrammeApplied(
        long added, long thereAlready, long ahead, @Nullable LocalDate nextDay, List<String> refused) {

    /**
     * Applies every step whose day has come: all of them, or none where one is refused. Applied again, it adds only what has
     * been added to the definition.
     */
    public static ProgrammeApplied to(
            Desk desk, ProgrammeDefinition programme, LocalDate today, ResearcherCode by, boolean dryRun) {
        var steps = ProgrammeSetUp.steps(programme);
        var ahead = steps.stream()
                .map(ProgrammeSetUp.Step::day)
                .filter(day -> day.isAfter(today))
                .sorted()
                .toList();
        var due = desk.ofContent(
                steps.stream()
                        .filter(step -> !step.day().isAfter(today))
                        .map(ProgrammeSetUp.Step::command)
                        .toList(),
                by);
        var refused = refusals(due, desk.tryOut());
        var answers = refused.isEmpty() ? (dryRun ? desk.tryOut() : ask(desk)).apply(due) : List.<Answer>of();
        var added = answers.stream()
                .filter(answer -> answer instanceof Answer.Accepted accepted
                        && !accepted.repeated()
                        && !accepted.events().isEmpty())
                .count();
        return new ProgrammeApplied(
                added,
                answers.size() - added,
                ahead.size(),
                ahead.isEmpty() ? null : ahead.getFirst(),
                List.copyOf(refused));
    }

    private static Function<List<Submission>, List<Answer>> ask(Desk desk) {
        return desk::submit;
    }

    private static List<String> refusals(
            List<Submission> submissions, Function<List<Submission>, List<Answer>> tryOut) {
        var refused = new ArrayList<String>();
        var answers = tryOut.apply(submissions);
        for (int i = 0; i < answers.size(); i++)
            if (answers.get(i) instanceof Answer.Rejected rejected)
                for (var problem : rejected.problems())
                    refused.add("%s: %s. %s."
                            .formatted(
                                    submissions.get(i).command().getClass().getSimpleName(),
                                    problem.detail(),
                                    problem.wayOut()));
        return refused;
    }
}
