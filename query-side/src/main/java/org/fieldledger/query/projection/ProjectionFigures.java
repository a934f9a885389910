package org.fieldledger.query.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What is measured of the projections: how far each is behind the log, in events and in seconds, and what is parked. */
@Component
class ProjectionFigures implements MeterBinder {

    private final Projections projections;
    private final ProjectionRunner runner;
    private final ParkedCases parkedCases;
    private final RebuildLanes rebuilds;

    ProjectionFigures(
            Projections projections, ProjectionRunner runner, ParkedCases parkedCases, RebuildLanes rebuilds) {
        this.projections = projections;
        this.runner = runner;
        this.parkedCases = parkedCases;
        this.rebuilds = rebuilds;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("fieldledger.projection.rebuild.left.events", this, ProjectionFigures::leftToRebuild)
                .description(
                        "Events that rebuilds under way or cut off have still to go through; 0 where there are none")
                .register(meters);
        for (var projection : projections.all()) {
            Gauge.builder("fieldledger.projection.lag.events", () -> runner.lagEvents(projection.name()))
                    .description("Events of the log that the projection has not read")
                    .tag("projection", projection.name())
                    .register(meters);
            Gauge.builder(
                            "fieldledger.projection.lag.seconds",
                            () -> runner.lag(projection.name()).toMillis() / 1000.0)
                    .description("Recorded time between the last event read and the last of the log")
                    .baseUnit("seconds")
                    .tag("projection", projection.name())
                    .register(meters);
            Gauge.builder(
                            "fieldledger.projection.parked",
                            () -> parkedCases.of(projection.name()).size())
                    .description("Cases that the projection had to leave standing")
                    .tag("projection", projection.name())
                    .register(meters);
        }
    }

    private double leftToRebuild() {
        return rebuilds.all().stream()
                .mapToLong(each -> each.total() - each.done())
                .sum();
    }
}
