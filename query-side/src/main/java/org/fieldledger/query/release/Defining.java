package org.fieldledger.query.release;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GovernanceEvent.ErasureDecided;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOf.FieldTime;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Nearest;
import org.fieldledger.query.audit.Trails;
import org.fieldledger.query.release.Releases.Wanted;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Selection;
import org.fieldledger.store.Slice;
import org.jspecify.annotations.Nullable;

/** Settles what is to be in a release: what is asked for, on the log and at the times that are fixed here for good. */
final class Defining {

    /** What can change what may be used of anybody. */
    private static final Selection BEARS_ON_USE = new Selection(
            0,
            Slice.COUNT,
            FieldEvents.names(List.of(
                    ConsentEvent.class,
                    EthicsEvent.class,
                    ParticipantEvent.class,
                    ConsentModuleDefined.class,
                    ConsentRulesAdopted.class,
                    EnteredInError.class,
                    DeviationOpened.class,
                    ErasureDecided.class,
                    PersonErased.class)),
            "\"corrects\"");

    private final EventLog log;
    private final Trails trails;
    private final Clock clock;
    private final ZoneId zone;

    /** The zone says where a day ends that is named without one; the clock, as of when consent is judged. */
    Defining(EventLog log, Trails trails, Clock clock, ZoneId zone) {
        this.log = log;
        this.trails = trails;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Everything that the day of asking would decide is settled here, and from then on stands in the definition. Throws {@link
     * BadQuestion} for what cannot be asked, and {@link CannotBeMade} where nothing is recorded or the log has moved on.
     */
    Definition of(Wanted wanted) {
        var last = log.last();
        if (last.position() == 0) throw new CannotBeMade("Nothing has been recorded yet");
        long position = wanted.position() == null ? last.position() : wanted.position();
        if (position < 1 || position > last.position())
            throw new BadQuestion(
                    "position",
                    Long.toString(position),
                    "The log runs from position 1 to %d".formatted(last.position()));
        nothingNewBearsOnUse(position);
        var lastKnown = log.recordedAt(position);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var judgedAt = now.isBefore(lastKnown) ? lastKnown : now;
        var known = known(wanted.asOf().knownAt(), lastKnown, judgedAt);
        var trueAt = trueAt(wanted.asOf(), known, judgedAt);
        known("case", wanted.cases(), trails.cases(position), "No case of that code has been opened");
        known(
                "instrument",
                wanted.instruments(),
                known(InstrumentVersionReleased.class, position)
                        .map(InstrumentVersionReleased::instrument)
                        .toList(),
                "No instrument of that code has been released");
        known(
                "timepoint",
                wanted.timepoints(),
                known(ScheduleAdopted.class, position)
                        .flatMap(schedule -> schedule.timepoints().stream())
                        .map(timepoint -> timepoint.code())
                        .toList(),
                "No schedule has a timepoint of that code");
        known(
                "sharing",
                wanted.sharing(),
                known(ConsentModuleDefined.class, position)
                        .map(ConsentModuleDefined::module)
                        .toList(),
                "No consent module of that code is defined");
        return new Definition(
                wanted.tables().isEmpty()
                        ? List.of(ReleaseTable.values())
                        : wanted.tables().stream().distinct().sorted().toList(),
                wanted.cases().stream().distinct().sorted().toList(),
                wanted.instruments().stream().distinct().sorted().toList(),
                wanted.timepoints().stream().distinct().sorted().toList(),
                wanted.sharing().stream().distinct().sorted().toList(),
                wanted.texts(),
                trueAt,
                known,
                position,
                judgedAt,
                zone);
    }

    private <E extends FieldEvent> Stream<E> known(Class<E> kind, long position) {
        return trails.ofKinds(Set.of(kind), position).stream().map(entry -> kind.cast(entry.event()));
    }

    private static <C extends Comparable<C>> void known(
            String parameter, List<C> named, List<C> known, String otherwise) {
        for (var one : named)
            if (!known.contains(one))
                throw new BadQuestion(
                        parameter,
                        one.toString(),
                        Nearest.asked(
                                        one.toString(),
                                        known.stream()
                                                .map(Object::toString)
                                                .distinct()
                                                .sorted()
                                                .toList())
                                + otherwise);
    }

    /** As far as was known: not beyond the last event that the release rests on, after which nothing is known. */
    private Instant known(@Nullable Instant asked, Instant lastKnown, Instant now) {
        if (asked == null) return lastKnown;
        if (asked.isAfter(endOfDay(now)))
            throw new BadQuestion("knownAt", asked.toString(), "Nothing is known as yet of what is to come");
        if (log.positionAsOf(asked) == 0)
            throw new BadQuestion("knownAt", asked.toString(), "Nothing had been recorded by then");
        return asked.isAfter(lastKnown) ? lastKnown : asked;
    }

    private String trueAt(AsOf asked, Instant known, Instant now) {
        var settled = asked.knownAt(known).settled(Clock.fixed(now, zone), zone);
        var time = Objects.requireNonNull(settled.trueAt());
        var begins = switch (time) {
            case FieldTime.Day(var day) -> day.atStartOfDay(zone).toInstant();
            case FieldTime.Moment(var moment) -> moment;
        };
        if (begins.isAfter(now))
            throw new BadQuestion("trueAt", time.toString(), "What is still to come cannot be released");
        if (asked.knownAt() != null && begins.isAfter(Objects.requireNonNull(asked.knownAt())))
            throw new BadQuestion(
                    "trueAt",
                    time.toString(),
                    "That day had not come when knownAt ended, %s: name a day no later than that"
                            .formatted(asked.knownAt()));
        return time.toString();
    }

    private Instant endOfDay(Instant moment) {
        return moment.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Whoever was told what a release would hold is not to get another one. */
    void nothingNewBearsOnUse(long position) {
        var news = log.after(position, log.head(), 1, BEARS_ON_USE);
        if (!news.isEmpty())
            throw new CannotBeMade(
                    "Something that bears on what may be used was recorded after position %d (%s at position %d): look again at what the release would hold, and make it on the log as it is now"
                            .formatted(
                                    position,
                                    news.getFirst().type(),
                                    news.getFirst().position()));
    }
}
