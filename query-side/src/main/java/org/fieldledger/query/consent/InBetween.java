package org.fieldledger.query.consent;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.consent.Bearing;
import org.fieldledger.consent.Bearing.Reach;
import org.fieldledger.consent.Fact;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Touched;
import org.fieldledger.query.Touched.ActionsFrom;
import org.fieldledger.query.log.EventsOfTheLog;

/**
 * What lies between two pictures of what may be done with what is held, and on whose it bears. By the rules of {@link Bearing}
 * for what was learned, by those of {@link org.fieldledger.consent.Turns} for what the days brought.
 */
final class InBetween {

    /** Beyond so many people it is simpler to ask about everything. */
    private static final int MOST_PEOPLE = 10_000;

    /**
     * A fact of a person that may have made the difference, or any that binds more than one.
     *
     * @param learned whether it was learned or found wrong in between
     */
    record Row(long position, UUID event, String participant, boolean learned) {

        boolean binds() {
            return participant.isEmpty();
        }
    }

    /** The days between, with more than a day on either side, wherever the case may lie. */
    record Days(Instant from, Instant to) {

        boolean contain(Instant moment) {
            return !moment.isBefore(from) && !moment.isAfter(to);
        }
    }

    static Days days(AsOf earlier, AsOf later) {
        var one = earlier.lastInstant(ZoneOffset.UTC);
        var other = later.lastInstant(ZoneOffset.UTC);
        var first = one.isBefore(other) ? one : other;
        var margin = Duration.ofDays(2);
        var last = one.isBefore(other) ? other : one;
        return new Days(first.minus(margin), last.plus(margin));
    }

    private final List<Row> rows;
    private final Days days;
    private final Map<Row, FieldEvent> binding = new LinkedHashMap<>();

    InBetween(List<Row> rows, Days days, EventsOfTheLog events) {
        this.rows = rows;
        this.days = days;
        var bind = rows.stream().filter(Row::binds).toList();
        var read = events.at(bind.stream().map(Row::position).toList());
        for (var i = 0; i < bind.size(); i++) binding.put(bind.get(i), read.get(i));
    }

    /** Of whichever cases: what binds more than one person is not followed further, and may bear on everything. */
    Touched anywhere() {
        return aUsePeriodEnds()
                        || binding.entrySet().stream()
                                .anyMatch(bound -> bound.getKey().learned() && !(bound.getValue() instanceof SiteAdded))
                ? Touched.EVERYTHING
                : touched(people(), List.of());
    }

    /** Of one case: what binds it bears on whom it may. */
    Touched in(CaseCode caseCode, Supplier<List<FieldEvent>> decisions) {
        var bearing = new Bearing(caseCode, binding.values());
        var reaches = binding.entrySet().stream()
                .filter(bound -> bound.getKey().learned())
                .map(bound -> bearing.of(new Fact<>(new EventId(bound.getKey().event()), bound.getValue())))
                .toList();
        if (aUsePeriodEnds() || reaches.stream().anyMatch(Reach::everybody)) return Touched.EVERYTHING;
        var people = people();
        var grounds =
                reaches.stream().flatMap(reach -> reach.grounds().stream()).collect(Collectors.toSet());
        if (!grounds.isEmpty())
            for (var decision : decisions.get())
                if (!Collections.disjoint(grounds, Bearing.grounds(List.of(decision))))
                    people.add(((ConsentEvent) decision).participant());
        return touched(
                people,
                reaches.stream()
                        .flatMap(reach -> Stream.ofNullable(reach.actionsFrom())
                                .map(from -> new ActionsFrom(from, reach.performer())))
                        .distinct()
                        .toList());
    }

    private static Touched touched(Set<ParticipantCode> people, List<ActionsFrom> actions) {
        return people.size() > MOST_PEOPLE ? Touched.EVERYTHING : new Touched(false, people, actions);
    }

    private Set<ParticipantCode> people() {
        return rows.stream()
                .filter(row -> !row.binds())
                .map(row -> new ParticipantCode(row.participant()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private boolean aUsePeriodEnds() {
        return binding.values().stream()
                .anyMatch(event -> event instanceof ConsentModuleDefined module
                        && module.useUntil() != null
                        && days.contain(
                                module.useUntil().atStartOfDay(ZoneOffset.UTC).toInstant()));
    }
}
