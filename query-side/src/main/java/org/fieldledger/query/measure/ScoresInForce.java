package org.fieldledger.query.measure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Conditions;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Which scores each version of an instrument defines, as far as was known by then. */
record ScoresInForce(Map<Instrument, List<ScoreOver>> byInstrument) {

    record Instrument(String code, String version) {}

    /** A score, and the items it is the sum of. */
    record ScoreOver(String code, List<String> items) {}

    static ScoresInForce read(NamedParameterJdbcTemplate db, AsOf asOf) {
        var known = new Conditions().known(asOf);
        Map<Instrument, Map<String, ScoreOver>> scores = new HashMap<>();
        db.query(
                "select instrument, version, score, items from query.measure_score where %s order by position, ordinal"
                        .formatted(known.sql()),
                known.values(),
                row -> {
                    var score = new ScoreOver(row.getString("score"), Arrays.asList((String[])
                            row.getArray("items").getArray()));
                    scores.computeIfAbsent(
                                    new Instrument(row.getString("instrument"), row.getString("version")),
                                    i -> new LinkedHashMap<>())
                            .put(score.code(), score);
                });
        var listed = new HashMap<Instrument, List<ScoreOver>>();
        scores.forEach((instrument, byCode) -> listed.put(instrument, List.copyOf(byCode.values())));
        return new ScoresInForce(listed);
    }

    /** Of one version of an instrument, in the order of their definition; none where none is known. */
    List<ScoreOver> of(String instrument, String version) {
        return byInstrument.getOrDefault(new Instrument(instrument, version), List.of());
    }
}
