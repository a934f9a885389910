package org.fieldledger.query.release;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.audit.AuditTrail;
import org.fieldledger.query.measure.MeasureView.Answered;
import org.fieldledger.query.measure.MeasureView.Scored;
import org.jspecify.annotations.Nullable;

/**
 * One making of a release: what is asked for, what of it is gone, and where its rows go.
 *
 * @param then what had been destroyed when the release was defined
 * @param since what was destroyed after that, and can only be named
 * @param instruments each version of an instrument as last defined, as far as was known, by {@link #key}
 */
record Making(
        Definition definition,
        boolean demonstration,
        Destroyed then,
        Destroyed since,
        Map<String, InstrumentVersionReleased> instruments,
        Gathered gathered,
        ReleaseReading.Into into) {

    static String key(InstrumentCode instrument, String version) {
        return instrument + " " + version;
    }

    /** The tables asked for, in the order of their kinds. */
    Set<ReleaseTable> tables() {
        return EnumSet.copyOf(definition.tables());
    }

    boolean wants(ReleaseTable table) {
        return definition.tables().contains(table);
    }

    Withholding withholding(AuditTrail judged) {
        return new Withholding(judged, definition.judgedAt(), definition.sharing(), then);
    }

    void row(ReleaseTable table, @Nullable Object... values) {
        gathered.row(table);
        into.row(table, values);
    }

    /** The scores that the version of the instrument defines, over what was answered. */
    List<Scored> scored(Administration given) {
        var instrument = instruments.get(key(given.instrument(), given.version()));
        if (instrument == null) return List.of();
        var responses = new LinkedHashMap<String, Answered>();
        for (var response : given.responses())
            responses.put(
                    response.item(),
                    new Answered(response.item(), response.number(), response.text(), response.missing()));
        return instrument.scores().stream()
                .map(score -> Scored.over(score.code(), score.items(), responses))
                .toList();
    }
}
