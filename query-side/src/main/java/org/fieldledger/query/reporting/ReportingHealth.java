package org.fieldledger.query.reporting;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether what reporting tools see is kept abreast: down while it cannot be, with how far judging and the feed have come. */
@Component("reportingHealthIndicator")
class ReportingHealth implements HealthIndicator {

    private final ReportingRunner runner;
    private final JdbcClient db;

    ReportingHealth(ReportingRunner runner, JdbcClient db) {
        this.runner = runner;
        this.db = db;
    }

    @Override
    public Health health() {
        var trouble = runner.trouble();
        var health = trouble == null && runner.isRunning() ? Health.up() : Health.down();
        if (trouble != null) health.withDetail("setback", trouble);
        db.sql("select what, position from reporting.progress order by what").query(row -> {
            health.withDetail(row.getString("what"), row.getLong("position"));
        });
        return health.build();
    }
}
