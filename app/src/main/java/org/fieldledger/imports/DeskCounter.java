package org.fieldledger.imports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;

/** Hands submissions in at the desk in batches, and keeps count of what becomes of them. */
final class DeskCounter implements Import.Counter {

    /** What became of everything of one kind. */
    static final class Tally {
        long added;
        long thereAlready;
        long quarantined;
        long refused;
    }

    private record Waiting(
            Import.@Nullable Kind kind,
            UUID key,
            List<TableRow> rows,
            Function<@Nullable String, FieldCommand> command) {}

    private final Function<List<Submission>, List<Answer>> desk;
    private final ResearcherCode recordedBy;
    private final @Nullable String quarantineBecause;
    private final int batch;
    private final RejectedRows rejected;
    private final Consumer<TableRow> progress;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Import.Kind, Tally> tallies = new EnumMap<>(Import.Kind.class);
    private long unreadable;
    private long totalsThatDiffer;
    private long rowsRefused;

    /** @param quarantineBecause why what is not covered is kept as a deviation; null to report it only */
    DeskCounter(
            Function<List<Submission>, List<Answer>> desk,
            ResearcherCode recordedBy,
            @Nullable String quarantineBecause,
            int batch,
            RejectedRows rejected,
            Consumer<TableRow> progress) {
        this.desk = desk;
        this.recordedBy = recordedBy;
        this.quarantineBecause = quarantineBecause;
        this.batch = batch;
        this.rejected = rejected;
        this.progress = progress;
        for (var kind : Import.Kind.values()) tallies.put(kind, new Tally());
    }

    Tally tally(Import.Kind kind) {
        return Objects.requireNonNull(tallies.get(kind));
    }

    long rowsRefused() {
        return rowsRefused + unreadable;
    }

    long totalsThatDiffer() {
        return totalsThatDiffer;
    }

    @Override
    public void read(TableRow row) {
        progress.accept(row);
    }

    @Override
    public void setUp(UUID key, FieldCommand command) {
        waiting.add(new Waiting(null, key, List.of(), deviation -> command));
    }

    @Override
    public void handIn(
            Import.Kind kind, UUID key, List<TableRow> rows, Function<@Nullable String, FieldCommand> command) {
        waiting.add(new Waiting(kind, key, List.copyOf(rows), command));
        if (waiting.size() >= batch) flush();
    }

    @Override
    public void unreadable(TableRow row, String why) {
        unreadable++;
        rejected.row(row, null, "row-unreadable", why, "Put the row right in the source, or the mapping");
    }

    @Override
    public void totalDiffers(TableRow row, ParticipantCode person, Occurred on, String how) {
        totalsThatDiffer++;
        rejected.row(
                row, person, "total-differs", how + " (" + on + ")", "Nothing to do: sums are computed from the items");
    }

    @Override
    public void flush() {
        if (waiting.isEmpty()) return;
        var handedIn = List.copyOf(waiting);
        waiting.clear();
        var answers = desk.apply(handedIn.stream()
                .map(one -> Submission.of(one.key(), one.command().apply(null), recordedBy))
                .toList());
        var uncovered = new ArrayList<Waiting>();
        for (int i = 0; i < handedIn.size(); i++)
            switch (answers.get(i)) {
                case Answer.Accepted accepted -> count(handedIn.get(i), accepted);
                case Answer.Rejected refusal -> {
                    if (handedIn.get(i).kind() == null) throw setUpRefused(refusal.problems());
                    if (quarantineBecause == null) refused(handedIn.get(i), refusal.problems());
                    else uncovered.add(handedIn.get(i));
                }
            }
        quarantine(uncovered);
    }

    private void quarantine(List<Waiting> uncovered) {
        if (uncovered.isEmpty()) return;
        var answers = desk.apply(uncovered.stream()
                .map(one -> Submission.of(
                        UUID.nameUUIDFromBytes((one.key() + " quarantined").getBytes(StandardCharsets.UTF_8)),
                        one.command().apply(quarantineBecause),
                        recordedBy))
                .toList());
        for (int i = 0; i < uncovered.size(); i++) {
            var one = uncovered.get(i);
            switch (answers.get(i)) {
                case Answer.Accepted accepted -> {
                    if (accepted.repeated()) count(one, accepted);
                    else if (one.kind() != null) tally(one.kind()).quarantined++;
                }
                case Answer.Rejected refusal -> refused(one, refusal.problems());
            }
        }
    }

    private void count(Waiting one, Answer.Accepted accepted) {
        if (one.kind() == null) return;
        if (accepted.repeated()) tally(one.kind()).thereAlready++;
        else tally(one.kind()).added++;
    }

    private void refused(Waiting one, List<Problem> problems) {
        if (one.kind() != null) tally(one.kind()).refused++;
        rowsRefused += one.rows().size();
        for (var row : one.rows())
            rejected.row(
                    row,
                    problems.getFirst().participant(),
                    all(problems, problem -> problem.rule().code()),
                    all(problems, Problem::detail),
                    all(problems, Problem::wayOut));
    }

    private static String all(List<Problem> problems, Function<Problem, String> part) {
        return problems.stream().map(part).distinct().collect(Collectors.joining("; "));
    }

    private static ImportRefused setUpRefused(List<Problem> problems) {
        var first = problems.getFirst();
        return new ImportRefused(
                "The case cannot be set up as the mapping says: %s. %s.".formatted(first.detail(), first.wayOut()));
    }
}
