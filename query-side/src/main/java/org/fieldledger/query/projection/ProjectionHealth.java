package org.fieldledger.query.projection;

import java.util.LinkedHashMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether answers can be relied on: down while a projection cannot go on, out of service while a case is parked or a range is
 * applied by nobody, with where each projection stands. Answers are still given; their basis says how far they reach.
 */
@Component("projectionHealthIndicator")
class ProjectionHealth implements HealthIndicator {

    private final Projections projections;
    private final ProjectionRunner runner;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;

    ProjectionHealth(
            Projections projections, ProjectionRunner runner, Checkpoints checkpoints, ParkedCases parkedCases) {
        this.projections = projections;
        this.runner = runner;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
    }

    private record Stand(long position, long lagEvents) {}

    private record Parked(String projection, String caseCode, long position, String reason) {}

    @Override
    public Health health() {
        var setbacks = runner.setbacks();
        var parked = parkedCases.all().stream()
                .map(one -> new Parked(one.projection(), one.caseCode(), one.position(), one.reason()))
                .toList();
        var stands = new LinkedHashMap<String, Stand>();
        for (var projection : projections.all()) {
            var position = checkpoints
                    .of(projection.name())
                    .map(Checkpoints.Checkpoint::position)
                    .orElse(0L);
            stands.put(projection.edition(), new Stand(position, runner.lagEvents(projection.name())));
        }
        var unclaimed = runner.unclaimed();
        var health = !setbacks.isEmpty() || !runner.isRunning()
                ? Health.down()
                : parked.isEmpty() && unclaimed.isEmpty() ? Health.up() : Health.outOfService();
        health.withDetail("projections", stands);
        if (!parked.isEmpty()) health.withDetail("parked", parked);
        if (!setbacks.isEmpty()) health.withDetail("setbacks", setbacks);
        if (!unclaimed.isEmpty()) health.withDetail("appliedByNobody", unclaimed);
        return health.build();
    }
}
