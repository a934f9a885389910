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

    ProjectionFigures(Projections projections, ProjectionRunner runner, ParkedCases parkedCases) {
        this.projections = projections;
        this.runner = runner;
        this.parkedCases = parkedCases;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
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
}
