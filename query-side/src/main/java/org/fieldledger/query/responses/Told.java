package org.fieldledger.query.responses;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.measure.Administration;
import org.fieldledger.query.measure.MeasureView.Answering;
import org.fieldledger.query.research.Asked;

/** Which of what was answered is told, judged some at a time. Of hundreds of thousands it keeps a bit or two each. */
final class Told {

    private final boolean quarantined;
    private final BitSet told = new BitSet();
    private final BitSet inQuarantine = new BitSet();
    private final Map<String, Long> leftOut = new TreeMap<>();

    /** @param quarantined also what nothing stands in the way of but that it was not covered */
    Told(boolean quarantined) {
        this.quarantined = quarantined;
    }

    void judge(Collection<Answering> some, ConsentOnRecord consent) {
        for (var one : some) judge(one, consent);
    }

    /** Whether it is told; if not, it is counted by what stands in the way. */
    boolean judge(Answering one, ConsentOnRecord consent) {
        var use = use(one, consent);
        if (use == Use.QUARANTINED && quarantined) {
            use = consent.useHadItBeenCovered(one.event());
            if (use == Use.USABLE) inQuarantine.set(place(one.position()));
        }
        if (use == Use.USABLE) told.set(place(one.position()));
        else leftOut.merge(Asked.written(use), 1L, Long::sum);
        return use == Use.USABLE;
    }

    /** What nobody is named in can be kept as a deviation all the same, which its own record says. */
    private static Use use(Answering one, ConsentOnRecord consent) {
        var use = consent.use(one.event());
        return one.quarantined() && use.compareTo(Use.QUARANTINED) < 0 ? Use.QUARANTINED : use;
    }

    boolean has(long position) {
        return told.get(place(position));
    }

    /** As it is told: what is in quarantine says so, also where that came to be known only after it was recorded. */
    Administration as(Administration administration) {
        return inQuarantine.get(place(administration.record().position()))
                ? administration.inQuarantine()
                : administration;
    }

    /** How many are left out, by what stands in the way. */
    Map<String, Long> leftOut() {
        return leftOut;
    }

    private static int place(long position) {
        return Math.toIntExact(position);
    }
}
