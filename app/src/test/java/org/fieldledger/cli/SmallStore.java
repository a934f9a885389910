package org.fieldledger.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventSerializer;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A store on disk with what a test records in it, asked at the command line as an operator would. */
final class SmallStore implements AutoCloseable {

    static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final ResearcherCode RESEARCHER = new ResearcherCode("fieldworker-2");
    private static final FieldEventSerializer SERIALIZER = new FieldEventSerializer();

    private final Path home;
    private final EmbeddedDatabase postgres;
    private final List<NewEvent> events = new ArrayList<>();
    private Instant recordedAt = Instant.EPOCH;
    private long sequence;

    SmallStore(Path home) {
        this.home = home;
        this.postgres = TestDatabase.in(home);
        try (var database = pool()) {
            StoreSetup.open(database, StoreKind.ORDINARY);
        }
    }

    /** What follows is recorded at this moment. */
    SmallStore at(String moment) {
        keep();
        recordedAt = Instant.parse(moment);
        return this;
    }

    EventId records(FieldEvent event) {
        var json = SERIALIZER.serialize(event, String.class);
        var caseCode = event.envelope().caseStudy();
        var id = UUID.randomUUID();
        events.add(new NewEvent(
                "test",
                sequence++,
                id,
                json.getType().getName(),
                json.getType().getRevision(),
                caseCode == null ? null : caseCode.code(),
                json.getData(),
                "{}"));
        return new EventId(id);
    }

    private void keep() {
        if (events.isEmpty()) return;
        try (var database = pool();
                var log = EventLog.open(database, Clock.fixed(recordedAt, ZoneOffset.UTC), new SimpleMeterRegistry())) {
            log.append(new Append(List.copyOf(events), Map.of(), List.of()));
        }
        events.clear();
    }

    private HikariDataSource pool() {
        return new OpenStore(
                        home,
                        postgres.jdbcUrl(),
                        postgres.username(),
                        postgres.password(),
                        false,
                        null,
                        home.resolve("master.key"))
                .pool(4);
    }

    /** What the command line said, and how it ended. */
    record Said(int exitCode, String out, String errors) {}

    Said run(String... arguments) {
        keep();
        var out = new StringWriter();
        var errors = new StringWriter();
        CommandLine line =
                Fieldledger.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(errors));
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", home.toString()));
        var exitCode = line.execute(all.toArray(String[]::new));
        return new Said(exitCode, out.toString(), errors.toString());
    }

    static Envelope in(@Nullable String caseCode, String when, Participation... participants) {
        return new Envelope(
                caseCode == null ? null : new CaseCode(caseCode),
                new Occurred(when, null, STOCKHOLM),
                RESEARCHER,
                List.of(RESEARCHER),
                List.of(participants),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }

    static Participation part(String person) {
        return new Participation(new ParticipantCode(person), new Role("patient"), null, List.of());
    }

    static ParticipantCode person(String code) {
        return new ParticipantCode(code);
    }

    static LocalDate day(String date) {
        return LocalDate.parse(date);
    }

    @Override
    public void close() {
        postgres.close();
    }
}
