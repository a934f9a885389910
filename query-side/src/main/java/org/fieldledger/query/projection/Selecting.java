package org.fieldledger.query.projection;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * One statement that selects rows, before it is sent: so that it can go in the same message as what comes before and after it.
 *
 * @param sql a select with named parameters, none of which begins with {@code stood}
 * @param values by name; a collection stands for as many values as it has, of which there is one at least
 * @param row how a row is read
 */
public record Selecting<R>(String sql, Map<String, ? extends @Nullable Object> values, RowMapper<R> row) {}
