package org.fieldledger.query.measure;

import java.util.List;
import java.util.Map;

/** Which scores each version of an instrument defines, as far as was known by then. */
record ScoresInForce(Map<Instrument, List<ScoreOver>> byInstrument) {

    record Instrument(String code, String version) {}

    /** A score, and the items it is the sum of. */
    record ScoreOver(String code, List<String> items) {}

    /** Of one version of an instrument, in the order of their definition; none where none is known. */
    List<ScoreOver> of(String instrument, String version) {
        return byInstrument.getOrDefault(new Instrument(instrument, version), List.of());
    }
}
