package org.fieldledger.query.projection;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;

/**
 * One statement that selects rows, before it is sent: so that it can go in the same message as what comes before and after it.
 *
 * @param sql a select with named parameters
 * @param values by name; a collection stands for as many values as it has, of which there is one at least
 * @param row how a row is read
 */
public record Selecting<R>(String sql, Map<String, ? extends @Nullable Object> values, RowMapper<R> row) {

    /** The statement with a question mark for each value, and the values in that order. */
    record Positional(String sql, List<@Nullable Object> values) {

        /** Sets the values, the first of them at this index of the statement, which counts from one. */
        void bind(PreparedStatement statement, int first) throws SQLException {
            var index = first;
            for (var value : values)
                StatementCreatorUtils.setParameterValue(statement, index++, SqlTypeValue.TYPE_UNKNOWN, value);
        }
    }

    Positional positional() {
        var named = new MapSqlParameterSource(values);
        var parsed = NamedParameterUtils.parseSqlStatement(sql);
        return new Positional(
                NamedParameterUtils.substituteNamedParameters(parsed, named),
                each(NamedParameterUtils.buildValueArray(parsed, named, null)));
    }

    /** As many values as question marks are put for them. */
    private static List<@Nullable Object> each(@Nullable Object[] values) {
        var each = new ArrayList<@Nullable Object>();
        for (var value : values)
            if (value instanceof Collection<?> several) each.addAll(several);
            else each.add(value);
        return each;
    }
}
