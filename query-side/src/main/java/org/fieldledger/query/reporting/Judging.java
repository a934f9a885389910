package org.fieldledger.query.reporting;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.fieldledger.consent.Approvals;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Facts;
import org.fieldledger.consent.Forms;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.State;
import org.fieldledger.consent.Turns;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.reporting.ConsentFacts.Known;
import org.fieldledger.query.reporting.ConsentFacts.Taken;
import org.jspecify.annotations.Nullable;

/**
 * Asks the one reading of consent about a part of one case, for every day at which an answer may change, as it was at each
 * moment at which something became known that matters. Pure: what it is given is all it looks at.
 */
final class Judging {

    /** What stands for a person and a module, as far as it is kept. */
    record Stands(
            State state,
            @Nullable String cause,
            @Nullable String withdrawal,
            @Nullable Instant since,
            @Nullable UUID decision) {

        static final Stands NOT_ASKED = new Stands(State.NOT_ASKED, null, null, null, null);
    }

    private final CaseCode caseCode;
    private final List<Known> setting;
    private final Map<ParticipantCode, List<Known>> people;

    Judging(CaseCode caseCode, List<Known> setting, Map<ParticipantCode, List<Known>> people) {
        this.caseCode = caseCode;
        this.setting = setting;
        this.people = people;
    }

    /** What is asked anew when something is learned. */
    private interface Subject {
        void ask(CaseReading reading, Instant moment);
    }

    /**
     * What may be done with what each action took from people, the strongest of what holds for any of them. An action that
     * was found wrong is judged on: who looks at an earlier picture sees it there, as long as it may be used.
     *
     * @param since only what became known then or later is asked about; from the beginning if absent
     * @param held what is held of each so far, by position
     */
    void uses(List<Taken> actions, @Nullable Instant since, Instant until, Map<Long, Learned<Use>> held) {
        var agenda = new Agenda(since, until);
        for (var taken : actions) {
            var learned = held.get(taken.action().position());
            if (learned == null) continue;
            var from = taken.action().recordedAt();
            agenda.add(
                    from,
                    List.of(from),
                    taken.people(),
                    (reading, moment) -> learned.from(moment, uses(reading, taken)));
        }
        agenda.work();
    }

    private static List<Span<Use>> uses(CaseReading reading, Taken taken) {
        var fact = taken.action().fact();
        var turns = new TreeSet<LocalDate>();
        for (var person : taken.people()) turns.addAll(Turns.ofUse(reading.person(person), fact));
        return Span.of(turns, day -> {
            var strongest = Use.USABLE;
            var at = AsOf.trueAt(day).lastInstant(reading.zone());
            for (var person : taken.people()) {
                var use = HeldMaterial.of(reading.person(person), fact, at).use();
                if (use.compareTo(strongest) > 0) strongest = use;
            }
            return strongest;
        });
    }

    /** Where each person stands with each module about which they ever decided anything. */
    void standings(
            Collection<ParticipantCode> whom,
            @Nullable Instant since,
            Instant until,
            Map<ParticipantCode, Map<ModuleCode, Learned<Stands>>> held) {
        var agenda = new Agenda(since, until);
        for (var person : whom) {
            var known = people.getOrDefault(person, List.of());
            var first = known.stream().map(Known::recordedAt).min(Instant::compareTo);
            if (first.isEmpty()) continue;
            var learned = held.computeIfAbsent(person, p -> new HashMap<>());
            agenda.add(
                    first.get(),
                    List.of(),
                    List.of(person),
                    (reading, moment) -> standings(reading, person, moment, learned));
        }
        agenda.work();
    }

    private static void standings(
            CaseReading reading, ParticipantCode person, Instant moment, Map<ModuleCode, Learned<Stands>> learned) {
        var read = reading.person(person);
        var modules = new TreeSet<>(read.modules());
        modules.addAll(learned.keySet());
        for (var module : modules)
            learned.computeIfAbsent(module, m -> new Learned<>(Map.of()))
                    .from(moment, Span.of(Turns.ofStanding(read, module), day -> {
                        var standing = read.standing(module, AsOf.trueAt(day).lastInstant(reading.zone()));
                        return standing.state() == State.NOT_ASKED
                                ? Stands.NOT_ASKED
                                : new Stands(
                                        standing.state(),
                                        lower(standing.cause()),
                                        lower(standing.withdrawal()),
                                        standing.since(),
                                        standing.decidedBy().map(EventId::value).orElse(null));
                    }));
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    /** Who has to be asked again at which moment. Moments are gone through in order, with one reading of the case for each. */
    private final class Agenda {

        private final @Nullable Instant since;
        private final Instant until;
        private final TreeMap<Instant, List<Subject>> moments = new TreeMap<>();

        Agenda(@Nullable Instant since, Instant until) {
            this.since = since;
            this.until = until;
        }

        /** Asks from its first moment on whenever something is learned of these people, or of what binds the case. */
        void add(Instant first, List<Instant> besides, List<ParticipantCode> about, Subject subject) {
            var when = new TreeSet<>(besides);
            moments(setting, when);
            for (var person : about) moments(people.getOrDefault(person, List.of()), when);
            // What was known before it was first known of counts from that moment on.
            when.add(first);
            for (var moment : when)
                if (!moment.isBefore(first) && !moment.isAfter(until) && (since == null || !moment.isBefore(since)))
                    moments.computeIfAbsent(moment, m -> new ArrayList<>()).add(subject);
        }

        private void moments(List<Known> facts, TreeSet<Instant> when) {
            for (var known : facts) {
                when.add(known.recordedAt());
                if (known.supersededAt() != null) when.add(known.supersededAt());
            }
        }

        void work() {
            var turns = new TreeSet<Instant>();
            moments(setting, turns);
            @Nullable Setting before = null;
            for (var moment : moments.entrySet()) {
                var turn = turns.floor(moment.getKey());
                if (before == null || !Objects.equals(before.since(), turn))
                    before = Setting.at(caseCode, turn, moment.getKey(), setting);
                var reading =
                        before.reading(person -> standing(people.getOrDefault(person, List.of()), moment.getKey()));
                for (var subject : moment.getValue()) subject.ask(reading, moment.getKey());
            }
        }
    }

    /** What bound the case from one moment to the next, read once for all moments between. */
    private record Setting(
            CaseCode caseCode, @Nullable Instant since, Facts facts, Facts ofCase, Approvals approvals, Forms forms) {

        static Setting at(CaseCode caseCode, @Nullable Instant since, Instant moment, List<Known> setting) {
            var facts = standing(setting, moment);
            return new Setting(caseCode, since, facts, facts.in(caseCode), new Approvals(facts), new Forms(facts));
        }

        CaseReading reading(Function<ParticipantCode, Facts> people) {
            return new CaseReading(caseCode, facts, ofCase, approvals, forms, people);
        }
    }

    private static Facts standing(List<Known> known, Instant moment) {
        var standing = new ArrayList<Fact<?>>();
        for (var one : known) if (one.standsAt(moment)) standing.add(one.fact());
        return Facts.of(standing);
    }
}
