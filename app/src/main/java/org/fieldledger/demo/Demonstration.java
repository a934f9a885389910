package org.fieldledger.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Level;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Role;
import org.fieldledger.programme.ProgrammeDefinition;
import org.fieldledger.programme.ProgrammeDefinition.Case;

/**
 * Lives through the years of a programme, day by day. What is in somebody's head on a day is decided from what is known that
 * day; each day is handed in at its evening. Nothing but the definition, the seed and the scale decides what happens.
 */
public final class Demonstration {

    private static final int BATCH = 1_000;
    private static final LocalTime EVENING = LocalTime.of(20, 0);

    /** Told after every day: the day, and how many actions have been recorded and how many refused as meant. */
    @FunctionalInterface
    public interface Progress {
        void day(LocalDate day, long recorded, long refused);
    }

    /** What came of it. */
    public record Lived(int people, long recorded, long refused) {}

    private final ProgrammeDefinition programme;
    private final long seed;
    private final int scale;
    private final Agenda agenda;
    private final Field field;
    private long handedIn;
    private long recorded;
    private long refused;

    public Demonstration(ProgrammeDefinition programme, long seed, int scale) {
        this.programme = programme;
        this.seed = seed;
        this.scale = scale;
        this.agenda = new Agenda(programme.ends());
        this.field = new Field(programme, agenda);
    }

    /**
     * Lives through all of it.
     *
     * @param deskAt the desk as it stands open on each evening: takes submissions and answers them in order
     * @throws IllegalStateException naming the command and the problem, when the desk refuses what should have passed
     */
    public Lived live(Function<Instant, Function<List<Submission>, List<Answer>>> deskAt, Progress progress) {
        new ProgrammeLife(field).live();
        int people = 0;
        for (int i = 0; i < programme.cases().size(); i++) {
            var one = programme.cases().get(i);
            new CaseLife(field, one, chance(i, -1)).live();
            people += newcomers(one, i);
        }
        for (var day = programme.begins(); !day.isAfter(programme.ends()); day = day.plusDays(1)) {
            var desk = deskAt.apply(day.atTime(EVENING).toInstant(ZoneOffset.UTC));
            for (var due = agenda.take(day); !due.isEmpty(); due = agenda.take(day)) handIn(due, desk);
            progress.day(day, recorded, refused);
        }
        return new Lived(people, recorded, refused);
    }

    /** Everybody who will join a case is drawn on the day they are first asked, so that nobody is carried before. */
    private int newcomers(Case one, int caseNumber) {
        int number = 0;
        for (var role : one.people().entrySet()) {
            var many = role.getKey().equals(Role.KEY_LEADER) ? role.getValue() : role.getValue() * scale;
            for (int i = 0; i < many; i++) {
                var chance = chance(caseNumber, number);
                var code = new ParticipantCode("%s-%04d".formatted(one.code(), ++number));
                var person = new Person(
                        code,
                        one,
                        role.getKey(),
                        level(role.getKey()),
                        decider(one, role.getKey()),
                        joins(one, role.getKey(), chance));
                agenda.on(person.enrolled.minusDays(12), Field.fieldworker(one), () -> {
                    new PersonLife(field, person, chance).live();
                    return null;
                });
            }
        }
        return number;
    }

    private LocalDate joins(Case one, Role role, SplittableRandom chance) {
        var first = one.opened().plusDays(14);
        var day = role.equals(Role.KEY_LEADER)
                ? first.plusDays(chance.nextInt(20))
                : first.plusDays(chance.nextInt(1_300));
        return field.workday(one, day);
    }

    private static Level level(Role role) {
        return switch (role.code()) {
            case "key-leader" -> Level.MACRO;
            case "staff", "case-manager", "community-leader", "researcher" -> Level.MESO;
            default -> Level.MICRO;
        };
    }

    private static Decider decider(Case one, Role role) {
        var capacity = one.decidedBy().getOrDefault(role, DeciderCapacity.SELF);
        return capacity == DeciderCapacity.SELF
                ? Decider.SELF
                : new Decider(capacity, capacity == DeciderCapacity.GUARDIAN ? "mother" : "sibling");
    }

    private SplittableRandom chance(int caseNumber, int person) {
        return new SplittableRandom(seed * 1_000_003 + caseNumber * 10_000_019L + person);
    }

    private void handIn(List<Agenda.Entry> entries, Function<List<Submission>, List<Answer>> desk) {
        var batch = new ArrayList<Agenda.Entry>();
        var submissions = new ArrayList<Submission>();
        for (var entry : entries) {
            var command = entry.command().get();
            if (command == null) continue;
            batch.add(entry);
            submissions.add(Submission.of(key(), command, entry.by()));
            if (submissions.size() == BATCH) answer(batch, submissions, desk);
        }
        answer(batch, submissions, desk);
    }

    private void answer(
            List<Agenda.Entry> batch, List<Submission> submissions, Function<List<Submission>, List<Answer>> desk) {
        if (submissions.isEmpty()) return;
        var answers = desk.apply(List.copyOf(submissions));
        for (int i = 0; i < answers.size(); i++)
            switch (answers.get(i)) {
                case Answer.Accepted accepted -> {
                    recorded += accepted.events().size();
                    if (!accepted.events().isEmpty()) batch.get(i).then().accept(accepted);
                }
                case Answer.Rejected rejected -> {
                    if (!batch.get(i).mayBeRefused())
                        throw new IllegalStateException("The demonstration was refused %s: %s"
                                .formatted(submissions.get(i).command(), rejected.problems()));
                    refused++;
                }
            }
        batch.clear();
        submissions.clear();
    }

    private UUID key() {
        return UUID.nameUUIDFromBytes(
                "demonstration %d %d %d".formatted(seed, scale, handedIn++).getBytes(StandardCharsets.UTF_8));
    }
}
