package org.fieldledger.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;

/** Imports tables by a mapping into a store. */
public final class TableImport {

    /**
     * What to do.
     *
     * @param quarantineBecause why what the gate does not cover is kept, quarantined; null to report it only
     * @param batch how many commands are decided and appended together
     */
    public record Order(
            Path mapping,
            List<Path> data,
            boolean dryRun,
            @Nullable String quarantineBecause,
            int batch,
            Path report,
            ResearcherCode recordedBy) {}

    /** What came of it, in plain words, and how many rows were not taken over. */
    public record Outcome(List<String> lines, long rowsRefused) {}

    /** Is told how many rows there are, and how many have been read. */
    public interface Progress {
        void begin(long rows);

        void read(long rows);
    }

    private final Desk desk;
    private final EventLog log;

    public TableImport(Desk desk, EventLog log) {
        this.desk = desk;
        this.log = log;
    }

    /**
     * Carries the order out. Nothing is written before the mapping and every file have been read to the end without fault.
     *
     * @throws ImportRefused or {@link org.fieldledger.definition.DefinitionRefused} saying what stands in the way
     */
    public Outcome run(Order order, Progress progress) throws IOException {
        var mapping = mapping(order.mapping());
        var tables = new ArrayList<Table>();
        for (var file : order.data()) tables.add(Table.open(file));
        Function<List<Submission>, List<Answer>> decide = order.dryRun() ? desk.tryOut() : desk::submit;
        var seen = new long[1];
        LongConsumer report = progress::read;
        try (var rejected = new RejectedRows(order.report())) {
            var counter = new DeskCounter(
                    decide,
                    order.recordedBy(),
                    order.quarantineBecause(),
                    order.batch(),
                    rejected,
                    row -> report.accept(++seen[0]));
            var run = new Import(mapping, tables, counter);
            progress.begin(run.check());
            run.run(modulesThere());
            return outcome(order, counter);
        }
    }

    private static Mapping mapping(Path file) throws IOException {
        try (var text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return MappingFile.read(file.getFileName().toString(), text);
        } catch (NoSuchFileException e) {
            throw new ImportRefused("There is no mapping " + file + "; check the path after --mapping", e);
        }
    }

    private Set<String> modulesThere() {
        var reader = new FieldEventReader();
        return log.streams(List.of("programme")).getOrDefault("programme", List.of()).stream()
                .map(event -> reader.read(event.type(), event.revision(), event.payload()))
                .filter(ConsentModuleDefined.class::isInstance)
                .map(event -> ((ConsentModuleDefined) event).module().code())
                .collect(Collectors.toSet());
    }

    private static Outcome outcome(Order order, DeskCounter counter) {
        var lines = new ArrayList<String>();
        for (var kind : Import.Kind.values()) {
            var tally = counter.tally(kind);
            var parts = new ArrayList<String>();
            parts.add("%,d %s".formatted(tally.added, order.dryRun() ? "would be added" : "added"));
            if (tally.thereAlready > 0) parts.add("%,d there already".formatted(tally.thereAlready));
            if (tally.quarantined > 0) parts.add("%,d quarantined as deviations".formatted(tally.quarantined));
            if (tally.refused > 0) parts.add("%,d refused".formatted(tally.refused));
            lines.add("%-24s %s".formatted(kind.plural, String.join(", ", parts)));
        }
        if (counter.totalsThatDiffer() > 0)
            lines.add("%,d totals of the source do not follow from its items; they are in the report"
                    .formatted(counter.totalsThatDiffer()));
        lines.add(
                counter.rowsRefused() == 0
                        ? "Every row was taken over."
                        : "%,d rows were not taken over; %s says which and why."
                                .formatted(counter.rowsRefused(), order.report()));
        return new Outcome(List.copyOf(lines), counter.rowsRefused());
    }
}
