package org.fieldledger.query.audit;

import java.util.HashSet;
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

    /**
     * What cover rests on. The decisions of everybody are part of it, also where one person is asked about: what was taken from
     * a group is covered for all of it or for nobody.
     */
    private static final Set<Class<? extends FieldEvent>> COVER = Set.of(
            ConsentEvent.class,
            ParticipantEvent.class,
            CaseStudyEvent.class,
            EthicsEvent.class,
            ConsentFormEvent.class,
            ConsentModuleDefined.class,
            ConsentRulesAdopted.class);

    /**
     * What people decided, with all that cover rests on, and these kinds and chapters; asked about one person, also what names
     * that person.
     */
    @SafeVarargs
    static Selection decisions(Inquiry inquiry, Class<? extends FieldEvent>... kinds) {
        return inquiry.participant().isPresent() ? naming(inquiry, kinds) : selection(Set.of(kinds), null);
    }

    /** Everything; asked about one person, what names that person, all that cover rests on, and these kinds and chapters. */
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
        all.addAll(COVER);
        return new Selection(0, Slice.COUNT, FieldEvents.names(all), orContaining);
    }

    private Extract() {}
}
