package org.fieldledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What takes cover away and what needs it, recorded by two processes at the same moment: the log holds one order or the other,
 * and never both as covered. Judged from the rows of the log alone, by nothing of what decided.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConsentRacesTest {

    private static final long SEED = Long.getLong("fieldledger.faults.seed", 20_190_101);
    private static final int RACES = 150 * Integer.getInteger("fieldledger.faults.rounds", 1);

    @TempDir
    Path folder;

    @Test
    @Timeout(1_800)
    void a_withdrawal_and_a_recording_at_one_moment_come_out_in_one_order_or_the_other() throws Exception {
        try (var postgres = TestDatabase.in(folder.resolve("home"));
                var database = pool(postgres)) {
            StoreSetup.open(database, StoreKind.ORDINARY);
            try (var one = new Side(postgres);
                    var other = new Side(postgres)) {
                one.await("ready");
                other.await("ready");
                one.order("before " + RACES);
                one.await("done");
                for (int number = 0; number < RACES; number++) race(number, one, other);
            }
            judge(database);
        }
    }

    /** Which process records which side changes from race to race. */
    private static void race(int number, Side one, Side other) throws IOException {
        var recording = number % 2 == 0 ? one : other;
        var taking = number % 2 == 0 ? other : one;
        recording.order("action " + number);
        taking.order("taking " + number);
        assertThat(taking.answer())
                .as("what is taken away is never refused, race %d", number)
                .isEqualTo("accepted");
        assertThat(recording.answer()).as("race %d", number).matches("accepted|refused .+");
    }

    private static void judge(HikariDataSource database) throws SQLException {
        var came = new TreeMap<String, Integer>();
        var wrong = new ArrayList<String>();
        for (int number = 0; number < RACES; number++) {
            var race = Race.of(SEED, number);
            var taken = position(database, taking(race)).getFirst();
            var recorded = position(database, action(race));
            var outcome =
                    recorded.isEmpty() ? "refused" : recorded.getFirst().quarantined() ? "quarantined" : "covered";
            var first =
                    recorded.isEmpty() || recorded.getFirst().at() > taken.at() ? "taken away first" : "recorded first";
            came.merge(first + ", " + outcome, 1, Integer::sum);
            var right = first.equals("recorded first")
                    ? outcome.equals("covered")
                    : race.asDeviation() ? outcome.equals("quarantined") : outcome.equals("refused");
            if (!right) wrong.add("%s: %s, %s".formatted(race, first, outcome));
        }
        System.out.printf("Races: seed %d, %d races, %s%n", SEED, RACES, came);
        assertThat(wrong).as("seed %d", SEED).isEmpty();
        assertThat(came.getOrDefault("recorded first, covered", 0))
                .as("races won by the recording")
                .isPositive();
        assertThat(RACES - came.getOrDefault("recorded first, covered", 0))
                .as("races won by what takes away")
                .isPositive();
    }

    private static String taking(Race race) {
        return switch (race.takesAway()) {
            case WITHDRAWS -> "type = 'ConsentWithdrawn' and case_code = '%s'".formatted(race.caseCode());
            case DISCONTINUES -> "type = 'ParticipantDiscontinued' and case_code = '%s'".formatted(race.caseCode());
            case ENDS_ROLE -> "type = 'ResearcherRoleEnded' and case_code = '%s'".formatted(race.caseCode());
            case ENDS_APPROVAL ->
                "type = 'EthicsApprovalEnded' and payload ->> 'reference' = '%s'".formatted(race.approval());
            case RETIRES_FORM ->
                "type = 'ConsentFormVersionRetired' and payload ->> 'formVersion' = '%s'".formatted(race.form());
        };
    }

    private static String action(Race race) {
        var kind = switch (race.action()) {
            case INTERVIEW -> "InterviewRecorded";
            case MEASURE -> "MeasureAdministered";
            case FOCUS_GROUP -> "FocusGroupHeld";
            case CONSENT -> "ConsentGiven";
        };
        return "type = '%s' and case_code = '%s' and payload -> 'envelope' -> 'occurred' ->> 'from' = '2020-03-05'"
                .formatted(kind, race.caseCode());
    }

    private record Row(long at, boolean quarantined) {}

    private static List<Row> position(HikariDataSource database, String which) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select position, payload -> 'envelope' -> 'deviation' ->> 'reason' is not null from ledger.event where "
                                + which);
                var rows = select.executeQuery()) {
            var found = new ArrayList<Row>();
            while (rows.next()) found.add(new Row(rows.getLong(1), rows.getBoolean(2)));
            assertThat(found).as(which).hasSizeLessThanOrEqualTo(1);
            return found;
        }
    }

    private HikariDataSource pool(EmbeddedDatabase postgres) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(postgres.jdbcUrl());
        settings.setUsername(postgres.username());
        settings.setPassword(postgres.password());
        settings.setMaximumPoolSize(2);
        return new HikariDataSource(settings);
    }

    /** One of the two processes. */
    private final class Side implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private final PrintStream orders;

        Side(EmbeddedDatabase postgres) throws IOException {
            var builder = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Racer.class.getName(),
                            postgres.jdbcUrl(),
                            postgres.username(),
                            "" + SEED,
                            folder.resolve("master.key").toString())
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("said").toFile()));
            builder.environment().put(Writers.PASSWORD, postgres.password());
            process = builder.start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }

        void order(String order) {
            orders.println(order);
        }

        /** The next line that is an answer; what a library prints is none. */
        String answer() throws IOException {
            for (var line = answers.readLine(); line != null; line = answers.readLine())
                if (line.matches("ready|done|accepted|refused .*")) return line;
            throw new IllegalStateException("A process ended before it had answered, seed " + SEED);
        }

        void await(String answer) throws IOException {
            assertThat(answer()).isEqualTo(answer);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
