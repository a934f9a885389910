package org.fieldledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.axonframework.serialization.AnnotationRevisionResolver;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.fieldledger.store.StoredEvent;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What a projection says it is concerned with is what it makes rows of: the rest is not even read for it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConcernTest {

    private static final Path SAMPLES = Path.of("../shared-events/src/test/resources/events");

    @Test
    void no_projection_makes_rows_of_an_event_that_it_is_not_concerned_with() throws IOException {
        var unread = new TreeMap<String, TreeSet<String>>();
        try (var ledger = new Ledger();
                var asking = new Asking(ledger);
                var samples = Files.list(SAMPLES)) {
            var reader = new FieldEventReader();
            var revisions = new AnnotationRevisionResolver();
            for (var sample :
                    samples.filter(file -> file.toString().endsWith(".json")).toList()) {
                var type = sample.getFileName().toString().replaceFirst("[@.].*", "");
                var kept = Files.readString(sample);
                var revision = revisions.revisionOf(Objects.requireNonNull(FieldEvents.BY_NAME.get(type)));
                var stored = new StoredEvent(
                        1, "test", 0, new UUID(1, 1), type, revision, "CAFE", Instant.EPOCH, kept, "{}");
                var event = new Recorded(stored, reader.read(type, revision, kept));
                for (var projection : asking.bean(Projections.class).all()) {
                    var rows = new Rows();
                    projection.project(event, rows);
                    if (!rows.lines().isEmpty()
                            && !FieldEvents.names(projection.concernedWith()).contains(type))
                        unread.computeIfAbsent(projection.name(), none -> new TreeSet<>())
                                .add(type);
                }
            }
        }
        assertThat(unread).isEmpty();
    }
}
