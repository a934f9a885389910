package org.fieldledger.query.projection;

import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
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
    private final RebuildLanes rebuilds;

    ProjectionHealth(
            Projections projections,
            ProjectionRunner runner,
            Checkpoints checkpoints,
            ParkedCases parkedCases,
            RebuildLanes rebuilds) {
        this.projections = projections;
        this.runner = runner;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
        this.rebuilds = rebuilds;
    }

    /** Longer than a page of rows or an index takes on a slow machine. */
    private static final Duration SILENT = Duration.ofMinutes(2);

    private record Stand(long position, long lagEvents) {}

    private record Parked(String projection, String caseCode, long position, String reason) {}

    /** @param leftSeconds at the pace so far; null before there is one, and where it was cut off */
    private record Rebuilding(
            long done, long total, @Nullable Long leftSeconds, boolean cutOff) {}

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
        var rebuilding = new LinkedHashMap<String, Rebuilding>();
        for (var each : rebuilds.all()) {
            var cutOff = each.silent().compareTo(SILENT) > 0;
            rebuilding.put(
                    each.projection(),
                    new Rebuilding(
                            each.done(),
                            each.total(),
                            cutOff ? null : each.left().map(Duration::toSeconds).orElse(null),
                            cutOff));
        }
        if (!rebuilding.isEmpty()) health.withDetail("rebuilding", rebuilding);
        return health.build();
    }
}
