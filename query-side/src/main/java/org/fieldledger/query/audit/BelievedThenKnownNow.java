package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.Standing;
import org.fieldledger.consent.State;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Question 2. For the day asked about: where what the store held at the end of that day differs from what it holds about that
 * day by {@code knownAt}. Consent, module by module, and the cover of every action recorded by then.
 */
final class BelievedThenKnownNow implements CaseQuestion {

    /**
     * @param what consent, or the kind of action
     * @param believed what the store would have answered at the end of that day
     * @param known what it answers about that day now
     * @param because the decision it rests on now, and when the store came to know that
     */
    record Row(
            String caseCode,
            String day,
            String what,
            @Nullable String participant,
            @Nullable String module,
            @Nullable UUID event,
            String believed,
            String known,
            @Nullable UUID because,
            @Nullable Instant knownSince) {}

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String name() {
        return "believed-then";
    }

    @Override
    public String asks() {
        return "What did we believe that day, and what do we know now?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.everything(inquiry, ConsentEvent.class, ParticipantEvent.class);
    }

    @Override
    public Findings in(AuditTrail now, Inquiry inquiry) {
        var then = now.asKnownBy(now.endOfToday());
        var rows = new ArrayList<Row>();
        var compared = 0L;
        if (now.reading().isPresent() && then.reading().isPresent()) {
            var people = new TreeSet<>(now.people());
            people.addAll(then.people());
            people.removeIf(person -> !inquiry.about(person));
            for (var person : people) {
                var before = then.reading().get().person(person);
                var after = now.reading().get().person(person);
                var modules = new TreeSet<>(before.modules());
                modules.addAll(after.modules());
                for (var module : modules) {
                    var believed = before.standing(module, now.at());
                    var known = after.standing(module, now.at());
                    if (believed.state() == State.NOT_ASKED && known.state() == State.NOT_ASKED) continue;
                    compared++;
                    if (believed.state() != known.state()) rows.add(row(now, person, module, believed, known));
                }
            }
        }
        rows.addAll(actions(then, now, inquiry));
        return new Findings(
                rows, new TreeMap<>(Map.of("answersCompared", compared, "answersThatChanged", (long) rows.size())));
    }

    private static Row row(
            AuditTrail now, ParticipantCode person, ModuleCode module, Standing believed, Standing known) {
        var because = because(known).flatMap(id -> now.find(id.value()));
        return new Row(
                now.code(),
                now.today().toString(),
                "consent",
                person.code(),
                module.code(),
                null,
                AuditQuestion.code(believed.state()),
                AuditQuestion.code(known.state()),
                because.map(Entry::id).orElse(null),
                because.map(Entry::recordedAt).orElse(null));
    }

    private static Optional<EventId> because(Standing known) {
        return Optional.ofNullable(known.amendment())
                .<Fact<?>>map(fact -> fact)
                .or(() -> Optional.ofNullable(known.decision()))
                .map(Fact::id);
    }

    private static ArrayList<Row> actions(AuditTrail then, AuditTrail now, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        for (var action : then.happened(inquiry.participant()).toList()) {
            if (!Needs.of(action.event()).anything()) continue;
            var today = now.find(action.id()).orElseThrow();
            var believed = then.shortfalls(action).isEmpty() ? "covered" : "uncovered";
            var gaps = now.shortfalls(today);
            var known = today.supersededAt() != null ? "superseded" : gaps.isEmpty() ? "covered" : "uncovered";
            if (believed.equals(known)) continue;
            var because = gaps.stream()
                    .flatMap(gap -> Stream.ofNullable(gap.cause()))
                    .flatMap(cause -> now.find(cause.id().value()).stream())
                    .findFirst();
            rows.add(new Row(
                    now.code(),
                    now.today().toString(),
                    action.kind(),
                    String.join(
                            "; ",
                            Concerned.codes(action.event()).stream()
                                    .map(ParticipantCode::code)
                                    .toList()),
                    null,
                    action.id(),
                    believed,
                    known,
                    today.supersededBy() != null
                            ? today.supersededBy()
                            : because.map(Entry::id).orElse(null),
                    today.supersededAt() != null
                            ? today.supersededAt()
                            : because.map(Entry::recordedAt).orElse(null)));
        }
        return rows;
    }
}
