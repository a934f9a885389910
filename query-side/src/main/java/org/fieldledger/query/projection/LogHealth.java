package org.fieldledger.query.projection;

import io.micrometer.core.instrument.MeterRegistry;
import org.fieldledger.store.Damage;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.LogWatch;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the log is what was recorded: down as soon as a row of it was changed or removed, naming the positions. */
@Component("logHealthIndicator")
class LogHealth implements HealthIndicator, DisposableBean {

    private final LogWatch watch;

    LogHealth(EventLog log, MeterRegistry meters) {
        this.watch = new LogWatch(log, meters);
    }

    @Override
    public Health health() {
        var standing = watch.standing();
        var health = standing.sound() ? Health.up() : Health.down();
        health.withDetail("verifiedUpTo", standing.verified());
        if (standing.suspicion())
            health.withDetail("suspicion", "Rows of the log were changed or removed; finding out which");
        if (!standing.damages().isEmpty())
            health.withDetail(
                    "damages", standing.damages().stream().map(Damage::toString).toList());
        return health.build();
    }

    @Override
    public void destroy() {
        watch.close();
    }
}
