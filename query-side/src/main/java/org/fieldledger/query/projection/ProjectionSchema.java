package org.fieldledger.query.projection;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Brings schema query to the shape this version needs, before anything reads or writes it. */
@Component
public class ProjectionSchema implements InitializingBean {

    private final DataSource dataSource;

    ProjectionSchema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void afterPropertiesSet() {
        var setup = Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/query")
                .schemas("query")
                .defaultSchema("query")
                .table("schema_history")
                .load();
        if (setup.info().pending().length > 0) makeWay();
        setup.migrate();
    }

    /** Views that read these tables would stop a migration. They are made anew by whoever has them, after it. */
    private void makeWay() {
        new JdbcTemplate(dataSource).execute("drop schema if exists reporting_v1 cascade");
    }
}
