package org.fieldledger.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;

/** What will be recorded on which day. Made up when the day has come, from how things stand then. */
final class Agenda {

    /**
     * Something to record.
     *
     * @param command null when it turns out that there is nothing to record
     * @param mayBeRefused an attempt that the gate is there to refuse
     */
    record Entry(
            ResearcherCode by,
            Supplier<@Nullable FieldCommand> command,
            boolean mayBeRefused,
            Consumer<Answer.Accepted> then) {}

    private final LocalDate last;
    private final TreeMap<LocalDate, List<Entry>> days = new TreeMap<>();

    Agenda(LocalDate last) {
        this.last = last;
    }

    void on(LocalDate recorded, ResearcherCode by, Supplier<@Nullable FieldCommand> command) {
        on(recorded, by, command, accepted -> {});
    }

    void on(
            LocalDate recorded,
            ResearcherCode by,
            Supplier<@Nullable FieldCommand> command,
            Consumer<Answer.Accepted> then) {
        put(recorded, new Entry(by, command, false, then));
    }

    void attempt(LocalDate recorded, ResearcherCode by, Supplier<@Nullable FieldCommand> command) {
        put(recorded, new Entry(by, command, true, accepted -> {}));
    }

    /** What comes after the last day is never recorded. */
    private void put(LocalDate recorded, Entry entry) {
        if (!recorded.isAfter(last))
            days.computeIfAbsent(recorded, day -> new ArrayList<>()).add(entry);
    }

    /** The entries of a day, and none the next time. */
    List<Entry> take(LocalDate day) {
        var entries = days.remove(day);
        return entries == null ? List.of() : entries;
    }
}
