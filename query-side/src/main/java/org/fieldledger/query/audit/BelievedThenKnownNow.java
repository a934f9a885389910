package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.Concerned;
import org.fieldledger.query.consent.ConsentView.State;
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
    public Findings in(AuditTrail now, Inquiry inquiry) {
        var then = now.asKnownBy(now.endOfToday());
        var rows = new ArrayList<Row>();
        var people = new TreeSet<>(now.consents().people());
        people.addAll(then.consents().people());
        people.removeIf(person -> !inquiry.about(person));
        var compared = 0L;
        for (var person : people) {
            var modules = new TreeSet<>(now.consents().modulesOf(person));
            modules.addAll(then.consents().modulesOf(person));
            for (var module : modules) {
                var believed = then.consents().standing(person, module);
                var known = now.consents().standing(person, module);
                if (believed.state() == State.NOT_ASKED && known.state() == State.NOT_ASKED) continue;
                compared++;
                if (believed.state() == known.state()) continue;
                var because = known.decision();
                rows.add(new Row(
                        now.code(),
                        now.today().toString(),
                        "consent",
                        person.code(),
                        module.code(),
                        null,
                        AuditQuestion.code(believed.state()),
                        AuditQuestion.code(known.state()),
                        because == null ? null : because.entry().id(),
                        because == null ? null : because.entry().recordedAt()));
            }
        }
        rows.addAll(actions(then, now, inquiry));
        return new Findings(
                rows, new TreeMap<>(Map.of("answersCompared", compared, "answersThatChanged", (long) rows.size())));
    }

    private static ArrayList<Row> actions(AuditTrail then, AuditTrail now, Inquiry inquiry) {
        var before = new Cover(then);
        var after = new Cover(now);
        var rows = new ArrayList<Row>();
        for (var action : then.happened().toList()) {
            if (!Needed.by(action.event()).anything()) continue;
            if (inquiry.participant().isPresent()
                    && Concerned.codes(action.event()).stream().noneMatch(inquiry::about)) continue;
            var today = now.find(action.id()).orElseThrow();
            var believed = before.gaps(action).isEmpty() ? "covered" : "uncovered";
            var gaps = after.gaps(today);
            var known = today.supersededAt() != null ? "superseded" : gaps.isEmpty() ? "covered" : "uncovered";
            if (believed.equals(known)) continue;
            var because = gaps.stream()
                    .flatMap(gap -> java.util.stream.Stream.ofNullable(gap.decision()))
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
                            : because.map(decision -> decision.entry().id()).orElse(null),
                    today.supersededAt() != null
                            ? today.supersededAt()
                            : because.map(decision -> decision.entry().recordedAt())
                                    .orElse(null)));
        }
        return rows;
    }
}
