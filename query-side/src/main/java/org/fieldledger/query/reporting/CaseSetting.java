package org.fieldledger.query.reporting;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fieldledger.consent.Approvals;
import org.fieldledger.consent.Bearing;
import org.fieldledger.consent.Bearing.Reach;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Facts;
import org.fieldledger.consent.Forms;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.reporting.ConsentFacts.Known;
import org.jspecify.annotations.Nullable;

/** What binds everybody in one case, as it was known at each moment; read once for all who are asked about. */
final class CaseSetting {

    private record Bound(Known known, Reach reach) {}

    private final CaseCode caseCode;
    private final List<Known> facts;
    private final List<Bound> bound;
    private final NavigableSet<Instant> moments = new TreeSet<>();
    private final NavigableSet<Instant> approvalMoments = new TreeSet<>();
    private final Map<Instant, CaseReading> readings = new HashMap<>();
    private final Map<Instant, SortedMap<LocalDate, Optional<LocalDate>>> unapproved = new HashMap<>();

    CaseSetting(CaseCode caseCode, List<Known> facts) {
        this.caseCode = caseCode;
        this.facts = facts;
        var bearing = new Bearing(
                caseCode, facts.stream().map(known -> known.fact().event()).toList());
        this.bound = facts.stream()
                .map(known -> new Bound(known, bearing.of(known.fact())))
                .toList();
        for (var one : bound)
            one.known().moments().forEach(moment -> {
                moments.add(moment);
                if (one.reach().approval()) approvalMoments.add(moment);
            });
    }

    /** How far those of its facts bear that are at these positions of the log. */
    Stream<Reach> reach(SortedSet<Long> positions) {
        return bound.stream()
                .filter(one -> positions.contains(one.known().position()))
                .map(Bound::reach);
    }

    /** The moments at which something was learned that bears on somebody. */
    Stream<Instant> moments(Predicate<Reach> bears) {
        return bound.stream()
                .filter(one -> bears.test(one.reach()))
                .flatMap(one -> one.known().moments());
    }

    /** The moments at which it was learned that the case is approved on other days than was thought. */
    List<Instant> approvalMoments(@Nullable Instant since, Instant until) {
        var changed = new ArrayList<Instant>();
        for (var moment : approvalMoments) {
            if (since != null && moment.isBefore(since) || moment.isAfter(until)) continue;
            var before = approvalMoments.lower(moment);
            if (before == null || !unapproved(before).equals(unapproved(moment))) changed.add(moment);
        }
        return changed;
    }

    private SortedMap<LocalDate, Optional<LocalDate>> unapproved(Instant moment) {
        return unapproved.computeIfAbsent(
                moment, at -> at(at, person -> Facts.NONE).unapproved());
    }

    /** The case as it was known at a moment, with what stood then about its people. */
    CaseReading at(Instant moment, Function<ParticipantCode, Facts> people) {
        var turn = moments.floor(moment);
        return readings.computeIfAbsent(turn == null ? Instant.MIN : turn, since -> read(moment))
                .with(people);
    }

    private CaseReading read(Instant moment) {
        var standing = Known.standing(facts, moment);
        return new CaseReading(
                caseCode,
                standing,
                standing.in(caseCode),
                new Approvals(standing),
                new Forms(standing),
                person -> Facts.NONE);
    }
}
