package org.fieldledger.query.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Nearest;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Selection;
import org.fieldledger.store.Slice;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tells an answer about nobody from an answer that found nothing. Asked only once there was no row, because it reads every event
 * that names anybody, once and then only what has come since; and only for whoever may see every case: what is near a code that
 * is not known are the codes of others.
 */
public final class KnownCodes {

    private static final int AT_ONCE = 5_000;

    /** The events that name a case or a person for the first time are among these. */
    private static final Selection NAMING = new Selection(
            0,
            Slice.COUNT,
            FieldEvents.names(Set.of(CaseRegistered.class, ParticipantEvent.class, ConsentEvent.class)),
            null);

    private final EventLog log;
    private final FieldEventReader reader = new FieldEventReader();
    private final Set<String> cases = new TreeSet<>();
    private final Set<String> people = new TreeSet<>();
    private long readUpTo;

    public KnownCodes(EventLog log) {
        this.log = log;
    }

    /** Throws {@link BadQuestion} where the log knows nothing of the case or the person that a question was narrowed to. */
    public synchronized void require(Map<String, String> narrowedBy) {
        var caseCode = narrowedBy.get(Parameter.CASE.written());
        var participant = narrowedBy.get(Parameter.PARTICIPANT.written());
        if (!known(caseCode, cases) || !known(participant, people)) readOn();
        require(Parameter.CASE.written(), caseCode, cases, "No case of that code has been opened");
        require(Parameter.PARTICIPANT.written(), participant, people, "Nothing is recorded of a person of that code");
    }

    private void readOn() {
        var head = log.head();
        for (var some = next(head); !some.isEmpty(); some = next(head)) {
            some.forEach(this::note);
            readUpTo = some.getLast().position();
        }
        readUpTo = head;
    }

    private List<StoredEvent> next(long head) {
        return log.after(readUpTo, head, AT_ONCE, NAMING);
    }

    private void note(StoredEvent stored) {
        var event = reader.read(stored.type(), stored.revision(), stored.payload());
        var caseCode = event.envelope().caseStudy();
        if (event instanceof CaseRegistered && caseCode != null) cases.add(caseCode.code());
        if (event instanceof ParticipantEvent about)
            people.add(about.participant().code());
        if (event instanceof ConsentEvent about) people.add(about.participant().code());
    }

    private static boolean known(@Nullable String written, Collection<String> known) {
        return written == null || known.contains(written);
    }

    private static void require(
            String parameter, @Nullable String written, Collection<String> known, String otherwise) {
        if (written == null || known(written, known)) return;
        var asked = Nearest.asked(written, known);
        throw new BadQuestion(parameter, written, asked.isEmpty() ? otherwise : asked + otherwise);
    }
}
