package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/** Question 13. Everybody who said no: to being asked, to everything, or to one session. Withdrawals are question 7. */
final class RefusalsAndDissents implements CaseQuestion {

    record Row(
            String caseCode,
            String participant,
            String what,
            UUID event,
            List<String> modules,
            String occurred,
            String zone,
            @Nullable String session,
            @Nullable String capacity,
            @Nullable String formVersion,
            Instant recordedAt) {}

    @Override
    public int number() {
        return 13;
    }

    @Override
    public String name() {
        return "refusals";
    }

    @Override
    public String asks() {
        return "All refusals and dissents by case?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public boolean forDataManagers() {
        return false;
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = trail.happened(ConsentEvent.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .filter(fact -> saysNo(fact.event()))
                .map(fact -> row(fact.entry(), fact.event()))
                .toList();
        var counts = new LinkedHashMap<String, Long>();
        for (var what : List.of("ConsentRefused", "DissentExpressed", "ConsentWithdrawn"))
            counts.put(
                    what, rows.stream().filter(row -> row.what().equals(what)).count());
        return new Findings(rows, counts);
    }

    private static boolean saysNo(ConsentEvent event) {
        return event instanceof ConsentRefused
                || event instanceof DissentExpressed
                || (event instanceof ConsentWithdrawn withdrawn
                        && withdrawn.kind() == WithdrawalKind.DISSENT_IN_SESSION);
    }

    private static Row row(Entry entry, ConsentEvent event) {
        return new Row(
                entry.caseCode(),
                event.participant().code(),
                entry.kind(),
                entry.id(),
                event.modules().stream().map(ModuleCode::code).toList(),
                entry.occurred().toString(),
                entry.occurred().zone().getId(),
                event instanceof DissentExpressed dissent && dissent.session() instanceof SessionCode session
                        ? session.code()
                        : null,
                Decision.by(event)
                        .map(decider -> AuditQuestion.code(decider.capacity()))
                        .orElse(null),
                Decision.text(event).map(FormVersionCode::code).orElse(null),
                entry.recordedAt());
    }
}
