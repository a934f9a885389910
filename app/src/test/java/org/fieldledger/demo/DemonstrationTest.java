package org.fieldledger.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.fieldledger.cli.DemonstrationLoad;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.policy.WhenCoverWasTakenAwayLate;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.GovernanceEvent.AuditReportSignedOff;
import org.fieldledger.programme.ProgrammeFile;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.fieldledger.vault.Vault;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, lived into a real store. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DemonstrationTest {

    private static final long SEED = 2019;

    @TempDir
    Path folder;

    @Test
    void everything_that_can_happen_happens_and_a_load_that_was_cut_off_comes_to_the_same_events() throws Exception {
        List<StoredEvent> whole;
        List<String> asItReads;
        try (var store = demonstration("whole")) {
            var said = new StringWriter();
            load(store).load(SEED, 1, new PrintWriter(said));
            whole = log(store).after(0, 1_000_000);
            asItReads = contents(store);

            assertThat(said.toString()).contains("437 people", "refused 54 attempts");
            assertThat(load(store).isDue()).isFalse();
        }
        assertThat(new TreeSet<>(whole.stream().map(StoredEvent::type).toList()))
                .as("every kind of event there is, save the paper that only a reader can sign off")
                .isEqualTo(FieldEvents.BY_NAME.keySet().stream()
                        .filter(kind -> !kind.equals(AuditReportSignedOff.class.getSimpleName()))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(asItReads)
                .as("what somebody said, who was erased at the end")
                .anyMatch(event -> event.contains(Opening.ERASED));
        assertThat(day(whole.getFirst().recordedAt())).isEqualTo("2019-01-01");
        assertThat(day(whole.getLast().recordedAt())).isEqualTo("2024-12-31");

        try (var store = demonstration("cut off")) {
            cutOff(store);
            assertThat(log(store).head()).isPositive().isLessThan(whole.size());
        }
        try (var store = demonstration("cut off")) {
            assertThatThrownBy(() -> load(store).load(SEED + 1, 1, new PrintWriter(new StringWriter())))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("--seed 2019 --scale 1");
            load(store).load(SEED, 1, new PrintWriter(new StringWriter()));

            assertThat(contents(store)).isEqualTo(asItReads);
        }
    }

    @Test
    void a_demonstration_never_joins_real_data() throws Exception {
        RunningStore.in(folder.resolve("real"), Map.of()).close();

        try (var store = demonstration("real")) {
            assertThatThrownBy(() -> load(store).isDue())
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("never joins");
            assertThat(log(store).head()).isZero();
        }
    }

    @Test
    void the_sign_ins_keep_their_password_until_its_file_is_lost() throws Exception {
        try (var store = demonstration("sign-ins")) {
            var home = folder.resolve("sign-ins");
            var first = welcome(store, home);
            assertThat(first).contains("fieldworker", "researcher", "ethics-officer", "data-manager", "administrator");
            assertThat(welcome(store, home)).isEqualTo(first);
            var file = home.resolve("demonstration-password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.delete(file);
            assertThat(welcome(store, home)).isNotEqualTo(first);
        }
    }

    /** Lives half the years, then meets with an accident. */
    private static void cutOff(RunningApplication store) throws Exception {
        var record = new LoadRecord(store.context().getBean(DataSource.class));
        assertThat(record.begun()).isEmpty();
        record.begin(SEED, 1);
        var desk = store.context().getBean(Desk.class);
        var clock = store.context().getBean(DemonstrationClock.class);
        var lateCover = store.context().getBean(WhenCoverWasTakenAwayLate.class);
        assertThatThrownBy(() -> new Demonstration(ProgrammeFile.reference(), SEED, 1)
                        .live(
                                day -> {
                                    if (day(day).startsWith("2021-11")) throw new IllegalStateException("accident");
                                    clock.advance(day);
                                    return desk::submit;
                                },
                                (day, recorded, refused) -> lateCover.catchUp()))
                .hasMessage("accident");
    }

    /**
     * Each event as it reads once whoever was erased is: sealed, the same words never look the same twice, and what nobody can
     * read any more reads the same in every store.
     */
    private static List<String> contents(RunningApplication store) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Erasures.states(store.context().getBean(DataSource.class)).stream()
                        .map(Erasures.State::carriedOut)
                        .toList()
                        .equals(List.of(true)));
        var reader = new FieldEventReader();
        var stored = log(store).after(0, 1_000_000);
        var opened = store.context()
                .getBean(Vault.class)
                .events(stored.stream()
                        .map(event -> new Identified(
                                event.eventId(), reader.read(event.type(), event.revision(), event.payload())))
                        .toList())
                .iterator();
        return stored.stream()
                .map(event -> "%d %s %s %s %s"
                        .formatted(event.position(), event.eventId(), event.type(), event.recordedAt(), opened.next()))
                .toList();
    }

    private static String day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC).toString();
    }

    private static String welcome(RunningApplication store, Path home) {
        var said = new StringWriter();
        load(store).welcome(home, new PrintWriter(said));
        return said.toString();
    }

    private static DemonstrationLoad load(RunningApplication store) {
        return store.context().getBean(DemonstrationLoad.class);
    }

    private static EventLog log(RunningApplication store) {
        return store.context().getBean(EventLog.class);
    }

    private RunningApplication demonstration(String name) {
        return RunningStore.in(folder.resolve(name), RunningStore.DEMONSTRATION);
    }
}
