package org.fieldledger.command.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.fieldledger.consent.Action;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.Shortfall;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.ParticipantCode;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded in one case while the store did not know better: the actions that may turn out to have lacked cover, and
 * the releases in which they may have left the store.
 */
final class Gap {

    /** What an action turned out to have lacked, and the releases made after it was recorded. */
    record Uncovered(List<EventId> actions, List<String> releases) {}

    private record Recorded(long position, Fact<? extends FieldEvent> action) {}

    /** @param position the first position of the log that cannot be in it */
    private record Release(long position, String name) {}

    private final CaseCode here;
    private final @Nullable ParticipantCode person;
    private final List<Recorded> actions = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private final Set<EventId> superseded = new HashSet<>();

    /** @param person whose part alone matters; null where everybody's does */
    Gap(CaseCode here, @Nullable ParticipantCode person) {
        this.here = here;
        this.person = person;
    }

    /** Takes note of the next event of the case, in the order of the log. */
    void add(long position, EventId id, FieldEvent event) {
        var envelope = event.envelope();
        if (envelope.corrects() != null) superseded.add(envelope.corrects().event());
        if (event instanceof DataReleased released) {
            if (released.frozen() == null) releases.add(new Release(position, released.release()));
            else add(position, released);
        }
        if (envelope.deviation() == null && Needs.of(event).anything() && concerns(event))
            actions.add(new Recorded(position, new Fact<>(id, event)));
    }

    /** Takes note of a release that says what it holds, of whichever cases. */
    void add(long position, DataReleased released) {
        var frozen = released.frozen();
        if (frozen == null) return;
        var cases = frozen.definition().cases();
        if ((cases.isEmpty() || cases.contains(here))
                && (person == null || frozen.participants().contains(person)))
            releases.add(new Release(frozen.definition().position() + 1, released.release()));
    }

    private boolean concerns(FieldEvent event) {
        return person == null
                || event.envelope().participants().stream()
                        .anyMatch(part -> part.participant().equals(person));
    }

    boolean isEmpty() {
        return actions.isEmpty();
    }

    /** Everybody with a part in any of the actions. */
    Set<ParticipantCode> people() {
        var people = new HashSet<ParticipantCode>();
        for (var recorded : actions)
            recorded.action().event().envelope().participants().forEach(part -> people.add(part.participant()));
        return people;
    }

    /** The actions that lack something as the case reads now and did not lack it as it read before. */
    Uncovered uncovered(CaseReading before, CaseReading now) {
        var found = actions.stream()
                .filter(recorded -> !superseded.contains(recorded.action().id()))
                .filter(recorded -> lost(recorded.action().event(), before, now))
                .toList();
        if (found.isEmpty()) return new Uncovered(List.of(), List.of());
        var first = found.getFirst().position();
        return new Uncovered(
                found.stream().map(recorded -> recorded.action().id()).toList(),
                releases.stream()
                        .filter(release -> release.position() > first)
                        .map(Release::name)
                        .distinct()
                        .toList());
    }

    private static boolean lost(FieldEvent event, CaseReading before, CaseReading now) {
        var action = Action.of(event, List.of());
        var lacking = now.shortfalls(action);
        if (lacking.isEmpty()) return false;
        var lackedBefore = before.shortfalls(action);
        return lacking.stream().anyMatch(one -> lackedBefore.stream().noneMatch(earlier -> same(one, earlier)));
    }

    private static boolean same(Shortfall one, Shortfall other) {
        return one.rule() == other.rule()
                && Objects.equals(one.participant(), other.participant())
                && Objects.equals(one.module(), other.module());
    }
}
