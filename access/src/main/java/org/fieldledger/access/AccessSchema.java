package org.fieldledger.access;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the door: accounts, and the log of who read what. */
public final class AccessSchema {

    /** Brings them to the present version; safe for several processes at once. */
    public static Flyway migrate(DataSource database) {
        var setup = Flyway.configure(AccessSchema.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(database)
                .schemas("access")
                .table("flyway_access")
                .locations("classpath:db/access")
                .load();
        setup.migrate();
        return setup;
    }

    private AccessSchema() {}
}
