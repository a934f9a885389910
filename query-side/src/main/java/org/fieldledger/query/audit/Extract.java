package org.fieldledger.query.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fieldledger.events.CaseStudyEvent;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.store.Selection;
import org.fieldledger.store.Slice;
import org.jspecify.annotations.Nullable;

/** What of a case has to be read to answer a question: reading and decoding an event costs more than judging it. */
final class Extract {

    /** What holds for everybody in a case. */
    private static final Set<Class<? extends FieldEvent>> BINDING = Set.of(
            CaseStudyEvent.class,
            EthicsEvent.class,
            ConsentFormEvent.class,
            ConsentModuleDefined.class,
            ConsentRulesAdopted.class);

    /**
     * What people decided, with all that consent rests on, and these kinds and chapters; asked about one person, what names that
     * person, and whomever they concern, these kinds and chapters.
     */
    @SafeVarargs
    static Selection decisions(Inquiry inquiry, Class<? extends FieldEvent>... kinds) {
        if (inquiry.participant().isPresent()) return naming(inquiry, kinds);
        var all = new HashSet<Class<? extends FieldEvent>>(List.of(kinds));
        all.add(ConsentEvent.class);
        all.add(ParticipantEvent.class);
        return selection(all, null);
    }

    /** Everything; asked about one person, what names that person, and whomever they concern, these kinds and chapters. */
    @SafeVarargs
    static Selection everything(Inquiry inquiry, Class<? extends FieldEvent>... ofAll) {
        return inquiry.participant().isPresent() ? naming(inquiry, ofAll) : Selection.EVERYTHING;
    }

    @SafeVarargs
    private static Selection naming(Inquiry inquiry, Class<? extends FieldEvent>... ofAll) {
        return selection(
                Set.of(ofAll),
                inquiry.participant().map(person -> '"' + person.code() + '"').orElseThrow());
    }

    private static Selection selection(Set<Class<? extends FieldEvent>> kinds, @Nullable String orContaining) {
        var all = new HashSet<>(kinds);
        all.addAll(BINDING);
        return new Selection(0, Slice.COUNT, FieldEvents.names(all), orContaining);
    }

    private Extract() {}
}
