package org.fieldledger.query.measure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Standing;
import org.fieldledger.query.When;
import org.fieldledger.query.measure.MeasureView.Answered;
import org.fieldledger.query.measure.MeasureView.Filter;
import org.fieldledger.query.measure.MeasureView.Scored;
import org.jspecify.annotations.Nullable;

/** Puts the rows of one administration together as they come by, and hands each on as soon as it is whole. */
final class Gathering {

    private final Filter filter;
    private final AsOf asOf;
    private final ScoresInForce scores;
    private final Consumer<Administration> each;
    private final Map<String, Answered> responses = new LinkedHashMap<>();
    private @Nullable Administration open;

    Gathering(Filter filter, AsOf asOf, ScoresInForce scores, Consumer<Administration> each) {
        this.filter = filter;
        this.asOf = asOf;
        this.scores = scores;
        this.each = each;
    }

    void add(ResultSet row) throws SQLException {
        if (open == null || open.record().position() != row.getLong("position")) {
            finish();
            open = administration(row, asOf);
        }
        var item = row.getString("item");
        if (item != null)
            responses.put(
                    item,
                    new Answered(item, row.getBigDecimal("number"), row.getString("answer"), row.getString("missing")));
    }

    void finish() {
        if (open == null) return;
        var asked = responses.values().stream()
                .filter(response -> filter.item() == null || response.item().equals(filter.item()))
                .toList();
        each.accept(new Administration(
                open.kind(),
                open.caseCode(),
                open.participant(),
                open.session(),
                open.arm(),
                open.instrument(),
                open.version(),
                open.timepoint(),
                open.occurred(),
                open.record(),
                open.withheld(),
                asked,
                scores.of(open.instrument(), open.version()).stream()
                        .map(score -> open.withheld() != null
                                ? new Scored(score.code(), null, open.withheld())
                                : Scored.over(score.code(), score.items(), responses))
                        .toList()));
        responses.clear();
        open = null;
    }

    private static Administration administration(ResultSet row, AsOf asOf) throws SQLException {
        var occurred = When.of(row);
        return new Administration(
                row.getString("kind"),
                row.getString("case_code"),
                row.getString("participant"),
                row.getString("session"),
                row.getString("arm"),
                row.getString("instrument"),
                row.getString("version"),
                row.getString("timepoint"),
                occurred,
                Standing.of(row, occurred.occurred(), asOf),
                row.getString("withheld"),
                List.of(),
                List.of());
    }
}
