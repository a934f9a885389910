package org.fieldledger.query.reporting;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.consent.Action;
import org.fieldledger.consent.Bearing;
import org.fieldledger.consent.Bearing.Reach;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.State;
import org.fieldledger.consent.Turns;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
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

    /** The chapters of fieldwork of which coverage is told. */
    static final List<String> CHAPTERS = List.of("material", "measure", "observation");

    private final CaseSetting setting;
    private final Map<ParticipantCode, List<Known>> people;

    Judging(CaseSetting setting, Map<ParticipantCode, List<Known>> people) {
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
            var action = Action.of(taken.action().fact().event(), taken.people());
            var grounds = grounds(taken.people());
            agenda.add(
                    taken.action().recordedAt(),
                    setting.moments(reach -> reach.onUse(action, grounds)),
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
        var approvals = setting.approvalMoments(since, until);
        for (var person : whom) {
            var known = people.getOrDefault(person, List.of());
            var first = known.stream().map(Known::recordedAt).min(Instant::compareTo);
            if (first.isEmpty()) continue;
            var learned = held.computeIfAbsent(person, p -> new HashMap<>());
            var grounds = grounds(List.of(person));
            var modules = modules(known);
            agenda.add(
                    first.get(),
                    Stream.concat(approvals.stream(), setting.moments(reach -> reach.onStanding(grounds, modules))),
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

    /** On which days an ethics approval covers each of these chapters of fieldwork in the case, all day long. */
    void approvals(@Nullable Instant since, Instant until, Map<String, Learned<Boolean>> held) {
        var moments = setting.moments(Reach::approval).collect(Collectors.toCollection(TreeSet::new));
        if (moments.isEmpty()) return;
        var agenda = new Agenda(since, until);
        agenda.add(moments.first(), moments.stream(), List.of(), (reading, moment) -> {
            for (var chapter : CHAPTERS)
                held.computeIfAbsent(chapter, c -> new Learned<>(Map.of()))
                        .from(
                                moment,
                                Span.of(
                                        Turns.ofApproval(reading),
                                        day -> reading.approved(chapter, Occurred.on(day, reading.zone()))));
        });
        agenda.work();
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    /** What the decisions of people rest on, also those found wrong since. */
    Set<String> grounds(Collection<ParticipantCode> whom) {
        return Bearing.grounds(whom.stream()
                .flatMap(person -> people.getOrDefault(person, List.of()).stream())
                .map(known -> known.fact().event())
                .toList());
    }

    /** The modules about which anything was ever said. */
    private static Set<ModuleCode> modules(List<Known> ofPerson) {
        var modules = new HashSet<ModuleCode>();
        for (var known : ofPerson)
            if (known.fact().event() instanceof ConsentEvent event) {
                modules.addAll(event.modules());
                if (event instanceof ConsentChanged changed) modules.addAll(changed.withdrawn());
            }
        return modules;
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

        /** Asks at its first moment and from then on whenever something is learned that bears on it, or of these people. */
        void add(Instant first, Stream<Instant> bearing, List<ParticipantCode> about, Subject subject) {
            var when = bearing.collect(Collectors.toCollection(TreeSet::new));
            for (var person : about)
                people.getOrDefault(person, List.of())
                        .forEach(known -> known.moments().forEach(when::add));
            // What was known before it was first known of counts from that moment on.
            when.add(first);
            for (var moment : when)
                if (!moment.isBefore(first) && !moment.isAfter(until) && (since == null || !moment.isBefore(since)))
                    moments.computeIfAbsent(moment, m -> new ArrayList<>()).add(subject);
        }

        void work() {
            moments.forEach((moment, subjects) -> {
                var reading =
                        setting.at(moment, person -> Known.standing(people.getOrDefault(person, List.of()), moment));
                for (var subject : subjects) subject.ask(reading, moment);
            });
        }
    }
}
