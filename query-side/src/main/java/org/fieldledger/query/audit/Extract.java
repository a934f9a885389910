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

    /** The decisions of everybody, which cover rests on: what was taken from a group is covered for all of it or for nobody. */
    private static final Set<Class<? extends FieldEvent>> DECISIONS =
            Set.of(ConsentEvent.class, ParticipantEvent.class);

    /**
     * What people decided, with all that consent rests on, and these kinds and chapters. Asked about one person, only what names
     * that person, for where somebody stands by their own word rests on nobody else's; and whomever they concern, these kinds and
     * chapters.
     */
    @SafeVarargs
    static Selection decisions(Inquiry inquiry, Class<? extends FieldEvent>... kinds) {
        return inquiry.participant().isPresent()
                ? naming(inquiry, Set.of(kinds))
                : selection(with(DECISIONS, kinds), null);
    }

    /** Everything; asked about one person, what names that person, all that cover rests on, and these kinds and chapters. */
    @SafeVarargs
    static Selection everything(Inquiry inquiry, Class<? extends FieldEvent>... ofAll) {
        return inquiry.participant().isPresent() ? naming(inquiry, with(DECISIONS, ofAll)) : Selection.EVERYTHING;
    }

    @SafeVarargs
    private static Set<Class<? extends FieldEvent>> with(
            Set<Class<? extends FieldEvent>> some, Class<? extends FieldEvent>... others) {
        var all = new HashSet<>(some);
        all.addAll(List.of(others));
        return all;
    }

    private static Selection naming(Inquiry inquiry, Set<Class<? extends FieldEvent>> ofAll) {
        return selection(
                ofAll,
                inquiry.participant().map(person -> '"' + person.code() + '"').orElseThrow());
    }

    private static Selection selection(Set<Class<? extends FieldEvent>> kinds, @Nullable String orContaining) {
        var all = new HashSet<>(kinds);
        all.addAll(BINDING);
        return new Selection(0, Slice.COUNT, FieldEvents.names(all), orContaining);
    }

    private Extract() {}
}
