package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.consent.Upcoming;
import org.fieldledger.consent.Upcoming.Due;
import org.fieldledger.consent.Upcoming.Task;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.Occurred;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Question 9. Whoever stands as consenting on a text that an amendment put out of use, and has to be asked anew, or told of
 * it. Where the amendment retired no text by name, on any text of its approval.
 */
final class ReconsentDue implements CaseQuestion {

    /**
     * @param rule required: ask again; notify: tell them
     * @param formVersion the text they consented on
     */
    record Row(
            String caseCode,
            String approval,
            String amendment,
            String effective,
            String rule,
            String participant,
            String module,
            UUID decision,
            String decided,
            @Nullable String formVersion,
            boolean enrolled) {}

    @Override
    public int number() {
        return 9;
    }

    @Override
    public String name() {
        return "reconsent";
    }

    @Override
    public String asks() {
        return "Who needs re-consent under an amendment?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        trail.reading().ifPresent(reading -> {
            for (var person : trail.people())
                if (inquiry.about(person)) rows.addAll(due(trail, reading, reading.person(person)));
        });
        return Findings.of(rows);
    }

    private static ArrayList<Row> due(AuditTrail trail, CaseReading reading, PersonReading person) {
        var rows = new ArrayList<Row>();
        var today = trail.today();
        for (var due : Upcoming.of(person, today, today))
            if (due.task() == Task.RECONSENT || due.task() == Task.NOTIFY)
                row(trail, reading, person, due, today).ifPresent(rows::add);
        return rows;
    }

    private static Optional<Row> row(
            AuditTrail trail, CaseReading reading, PersonReading person, Due due, LocalDate today) {
        var module = due.module();
        if (module == null
                || due.because() == null
                || !(due.because().event() instanceof EthicsApprovalAmended amended)) return Optional.empty();
        var given = person.standing(module, trail.at()).given();
        if (given == null) return Optional.empty();
        return trail.find(given.event().value())
                .map(decision -> new Row(
                        trail.code(),
                        amended.reference().code(),
                        amended.amendment(),
                        amended.envelope().occurred().toString(),
                        AuditQuestion.code(amended.reconsent()),
                        person.code().code(),
                        module.code(),
                        decision.id(),
                        decision.occurred().toString(),
                        given.text() == null ? null : given.text().code(),
                        person.enrolled(Occurred.on(today, reading.zone()))));
    }
}
