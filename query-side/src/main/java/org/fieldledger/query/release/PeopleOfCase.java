package org.fieldledger.query.release;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.audit.AuditTrail;
import org.fieldledger.query.audit.Entry;
import org.fieldledger.query.release.Gathered.Gone;
import org.jspecify.annotations.Nullable;

/** Those who had joined one case of a release: what they take part as, and what stands of their consent. */
final class PeopleOfCase {

    /** A person's course goes by when each step had certainly been taken, as on the person's page and in the grids. */
    private static final Comparator<Entry> AS_CERTAINLY_BEGUN =
            Comparator.comparing((Entry entry) -> entry.occurred().begunOn()).thenComparing(Entry::position);

    private final Making making;
    private final AuditTrail read;
    private final Withholding withholding;
    private final @Nullable CaseCode here;

    PeopleOfCase(Making making, AuditTrail read, Withholding withholding) {
        this.making = making;
        this.read = read;
        this.withholding = withholding;
        this.here = read.caseCode().orElse(null);
    }

    /** Everybody who had joined the case, in the order of their codes. */
    void read() {
        if (!making.wants(ReleaseTable.PARTICIPANTS) && !making.wants(ReleaseTable.CONSENT)) return;
        var joined = new TreeMap<ParticipantCode, List<Entry>>();
        read.happened()
                .filter(entry -> entry.event() instanceof ParticipantEnrolled
                        || entry.event() instanceof ParticipantTransferred
                        || entry.event() instanceof ParticipantDiscontinued)
                .sorted(AS_CERTAINLY_BEGUN)
                .forEach(entry -> joined.computeIfAbsent(
                                Concerned.codes(entry.event()).iterator().next(), person -> new ArrayList<>())
                        .add(entry));
        var arms = new HashMap<ParticipantCode, Entry>();
        read.happened()
                .filter(entry -> entry.event() instanceof AllocationMade)
                .sorted(AS_CERTAINLY_BEGUN)
                .forEach(entry -> arms.put(((AllocationMade) entry.event()).participant(), entry));
        joined.forEach((person, steps) -> person(person, steps, Optional.ofNullable(arms.get(person))));
    }

    private void person(ParticipantCode person, List<Entry> steps, Optional<Entry> allocation) {
        var first = steps.stream()
                .filter(entry -> entry.event() instanceof ParticipantEnrolled)
                .findFirst();
        if (first.isEmpty()) return;
        var consents = making.wants(ReleaseTable.CONSENT) ? consents(person) : List.<@Nullable Object[]>of();
        var why = withholding.ofJoining(person, AuditTrail.fact(first.get()));
        var erasure = making.since().of(person);
        if (why.isPresent()) {
            if (making.wants(ReleaseTable.PARTICIPANTS))
                making.gathered()
                        .leftOut(
                                ReleaseTable.PARTICIPANTS,
                                why.get(),
                                first.get().id(),
                                List.of(person),
                                1);
            if (!consents.isEmpty())
                making.gathered().leftOut(ReleaseTable.CONSENT, why.get(), null, List.of(person), consents.size());
        } else if (erasure.isPresent()) {
            making.gathered().names(here, person);
            if (making.wants(ReleaseTable.PARTICIPANTS))
                making.gathered().gone(Gone.by(erasure.get(), ReleaseTable.PARTICIPANTS, here, null, person, null, 1L));
            if (!consents.isEmpty())
                making.gathered().gone(Gone.by(erasure.get(), ReleaseTable.CONSENT, here, null, person, null, (long)
                        consents.size()));
        } else {
            making.gathered().names(here, person);
            if (making.wants(ReleaseTable.PARTICIPANTS))
                making.row(ReleaseTable.PARTICIPANTS, participant(person, steps, first.get(), allocation));
            consents.forEach(row -> making.row(ReleaseTable.CONSENT, row));
        }
    }

    private @Nullable Object[] participant(
            ParticipantCode person, List<Entry> steps, Entry first, Optional<Entry> allocation) {
        @Nullable Object role = null;
        @Nullable Object level = null;
        @Nullable Object site = null;
        @Nullable Entry left = null;
        for (var step : steps)
            switch (step.event()) {
                case ParticipantEnrolled e -> {
                    role = e.role();
                    level = Cells.lower(e.level());
                    site = e.site();
                    left = null;
                }
                case ParticipantTransferred e -> {
                    role = e.to();
                    level = Cells.lower(e.level());
                    left = null;
                }
                case ParticipantDiscontinued e -> left = step;
                default -> throw new IllegalStateException("No step in anybody's course: " + step.kind());
            }
        return new @Nullable Object[] {
            here,
            person,
            role,
            level,
            site,
            allocation
                    .filter(arm -> withholding.of(arm).reason().isEmpty())
                    .map(arm -> ((AllocationMade) arm.event()).arm())
                    .orElse(null),
            first.occurred().from(),
            left == null ? null : left.occurred().from(),
            left == null ? null : Cells.lower(((ParticipantDiscontinued) left.event()).reason()),
            making.demonstration()
        };
    }

    private List<@Nullable Object[]> consents(ParticipantCode person) {
        var reading = read.reading().orElseThrow();
        var of = reading.person(person);
        var rows = new ArrayList<@Nullable Object[]>();
        for (var module : of.modules()) {
            var stands = of.standing(module, read.at());
            rows.add(new @Nullable Object[] {
                here,
                person,
                module,
                Cells.lower(stands.state()),
                Cells.lower(stands.cause()),
                Cells.lower(stands.withdrawal()),
                stands.since(),
                stands.decision() == null ? null : stands.decision().id(),
                stands.given() == null ? null : stands.given().text(),
                making.demonstration()
            });
        }
        return rows;
    }
}
