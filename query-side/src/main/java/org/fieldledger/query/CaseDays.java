package org.fieldledger.query;

import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.store.EventLog;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where days are counted, for a question that names none: where the cases are that it is about. Where they are not all in one
 * zone, or none is named, where the store is, for the basis names one day for them all.
 */
@Component
public class CaseDays {

    /** A case is opened before much else is recorded of it. */
    private static final int AMONG_THE_FIRST = 20;

    private final EventLog log;
    private final ZoneId ofTheStore;
    private final FieldEventReader reader = new FieldEventReader();

    public CaseDays(EventLog log, @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId ofTheStore) {
        this.log = log;
        this.ofTheStore = ofTheStore;
    }

    /** The zone that the days of these cases are counted in. */
    public ZoneId of(Collection<CaseCode> cases) {
        var zones = cases.stream()
                .flatMap(caseCode -> registered(caseCode).stream())
                .map(CaseRegistered::zone)
                .collect(Collectors.toSet());
        return zones.size() == 1 ? zones.iterator().next() : ofTheStore;
    }

    private Optional<CaseRegistered> registered(CaseCode caseCode) {
        return log.ofCase(caseCode.code(), 0, log.head(), AMONG_THE_FIRST).stream()
                .filter(stored -> stored.type().equals(CaseRegistered.class.getSimpleName()))
                .findFirst()
                .map(stored -> (CaseRegistered) reader.read(stored.type(), stored.revision(), stored.payload()));
    }
}
