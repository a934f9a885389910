package org.fieldledger.imports;

import java.util.Map;
import java.util.Optional;

/**
 * One row of a table.
 *
 * @param number of the row among the data rows, from 1
 * @param place how a person finds it: the file, and the line where there is one
 */
record TableRow(String table, long number, String place, Map<String, String> cells) {

    /** The cell in a column; empty where it holds nothing. */
    Optional<String> cell(String column) {
        return Optional.ofNullable(cells.get(column)).filter(value -> !value.isBlank());
    }
}
