package org.fieldledger.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import org.fieldledger.events.Occurred;
import org.jspecify.annotations.Nullable;

/** When something occurred, as it was written in the field, with how exactly that is known. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record When(String from, @Nullable String until, String zone, String precision) {

    /** The columns it is read from, for a statement that names what it selects. */
    public static final String COLUMNS = "occurred_from, occurred_until, zone, precision";

    public static When of(ResultSet row) throws SQLException {
        return new When(
                row.getString("occurred_from"),
                row.getString("occurred_until"),
                row.getString("zone"),
                row.getString("precision"));
    }

    /** The same as what days and instants are reckoned from. */
    public Occurred occurred() {
        return new Occurred(from, until, ZoneId.of(zone));
    }

    /** Whether no more than the year of it is known. */
    public boolean knownToTheYear() {
        return precision.equals("year");
    }
}
