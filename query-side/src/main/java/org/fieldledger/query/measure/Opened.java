package org.fieldledger.query.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fieldledger.query.measure.MeasureView.Answered;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Opening.Stored;

/** Opens what people wrote, five hundred administrations at a time, in the order in which they came. */
final class Opened {

    private static final int TOGETHER = 500;

    private final Opening opening;
    private final Consumer<Administration> each;
    private final List<Administration> waiting = new ArrayList<>();

    Opened(Opening opening, Consumer<Administration> each) {
        this.opening = opening;
        this.each = each;
    }

    void add(Administration administration) {
        waiting.add(administration);
        if (waiting.size() == TOGETHER) finish();
    }

    void finish() {
        var texts = opening.texts(waiting.stream()
                        .flatMap(one -> one.responses().stream()
                                .map(answered -> new Stored(one.record().event(), answered.text())))
                        .toList())
                .iterator();
        for (var one : waiting)
            each.accept(one.answered(one.responses().stream()
                    .map(answered -> new Answered(answered.item(), answered.number(), texts.next(), answered.missing()))
                    .toList()));
        waiting.clear();
    }
}
