package org.fieldledger.command.diary;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.diary.DiaryCommand.IssueDiary;
import org.fieldledger.command.diary.DiaryCommand.ReceiveDiaryEntry;
import org.fieldledger.command.diary.DiaryCommand.ReturnDiary;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.events.DiaryEvent;
import org.fieldledger.events.DiaryEvent.DiaryEntryReceived;
import org.fieldledger.events.DiaryEvent.DiaryIssued;
import org.fieldledger.events.DiaryEvent.DiaryReturned;
import org.fieldledger.events.FieldEvent;
import org.springframework.stereotype.Component;

/** Decides about diaries. */
@Component
class DiaryChapter implements Chapter<DiaryCommand> {

    @Override
    public Class<DiaryCommand> commands() {
        return DiaryCommand.class;
    }

    @Override
    public List<FieldEvent> decide(DiaryCommand command, OnRecord known) {
        var report = command.report().about(command.participant());
        var person = command.participant();
        var soFar = known.participant(person)
                .in(report.theCase(), DiaryEvent.class)
                .filter(event -> event.diary().equals(command.diary()))
                .toList();
        var issued = soFar.stream().anyMatch(DiaryIssued.class::isInstance);
        var correcting = report.corrects() != null;
        if (!(command instanceof IssueDiary) && !issued)
            throw Refused.because(
                    Rule.DIARY_UNKNOWN,
                    "%s was handed no diary %s in case %s".formatted(person, command.diary(), report.theCase()),
                    "Record that it was issued, or check its name");
        return switch (command) {
            case IssueDiary c -> {
                if (issued && !correcting)
                    throw alreadyRecorded("Diary %s was already issued to %s".formatted(c.diary(), person));
                yield List.of(new DiaryIssued(Gate.admit(report, DiaryIssued.class, known), person, c.diary()));
            }
            case ReceiveDiaryEntry c -> {
                var there = soFar.stream()
                        .anyMatch(event -> event instanceof DiaryEntryReceived entry && entry.entry() == c.entry());
                if (there && !correcting)
                    throw alreadyRecorded(
                            "Entry %d of diary %s of %s is already recorded".formatted(c.entry(), c.diary(), person));
                yield List.of(new DiaryEntryReceived(
                        Gate.admit(report, DiaryEntryReceived.class, known), person, c.diary(), c.entry()));
            }
            case ReturnDiary c -> {
                if (soFar.stream().anyMatch(DiaryReturned.class::isInstance) && !correcting)
                    throw alreadyRecorded("Diary %s of %s was already returned".formatted(c.diary(), person));
                yield List.of(new DiaryReturned(
                        Gate.admit(report, DiaryReturned.class, known), person, c.diary(), c.entries()));
            }
        };
    }

    private static Refused alreadyRecorded(String what) {
        return Refused.because(Rule.ALREADY_RECORDED, what, "If something in it is wrong, correct it");
    }
}
