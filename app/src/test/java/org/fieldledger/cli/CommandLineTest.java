package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line starts and stops the whole cleanly, and refuses in one sentence. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandLineTest {

    @TempDir
    Path folder;

    @Test
    void a_code_that_is_written_wrongly_is_told_in_the_words_of_whoever_wrote_it() {
        var errors = new StringWriter();

        var code = Fieldledger.commandLine()
                .setErr(new PrintWriter(errors))
                .execute("release", "make", "ANY", "--for=A university", "--question=All", "--by=KAT");

        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString())
                .startsWith("Invalid value for option '--by': 'KAT' is not a researcher code; one looks like")
                .doesNotContain("Exception");
    }

    @Test
    void serve_comes_up_on_this_machine_alone_stops_cleanly_when_told_and_starts_again() throws Exception {
        for (int start = 1; start <= 2; start++) {
            Path said = folder.resolve("said-" + start);
            int port = freePort();
            Process process =
                    fieldledger(said, "serve", "--port", "" + port, "--data-dir", "" + folder.resolve("data"));
            try {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> !process.isAlive()
                                || Files.readString(said).contains("is at http://localhost:" + port));
                assertThat(statusOf("http://127.0.0.1:" + port + "/actuator/health/liveness"))
                        .isEqualTo(200);
                process.destroy();
                assertThat(process.waitFor()).isEqualTo(143);
            } finally {
                process.destroyForcibly();
            }
            assertThat(Files.readString(said))
                    .contains("Stopped; everything is on disk")
                    .doesNotContain("cut off", "WARN", "ERROR", "\tat ");
        }
        assertThat(folder.resolve("data/logs/fieldledger.log")).content().contains("\"ecs\"");
        assertThat(folder.resolve("data/postgres/postmaster.pid")).doesNotExist();
        assertThat(lookedUp()).as("names of other machines that were looked up").isEmpty();
    }

    @Test
    void the_record_of_lookups_would_show_one() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + RecordedLookups.FILE + "=" + folder.resolve("lookups"),
                        LooksUp.class.getName())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(lookedUp()).containsExactly("elsewhere.invalid");
    }

    /** A program that phones home, or would if there were one. */
    static final class LooksUp {
        public static void main(String... arguments) {
            try {
                InetAddress.getByName("elsewhere.invalid");
            } catch (UnknownHostException asExpected) {
                return;
            }
        }
    }

    private List<String> lookedUp() throws IOException {
        Path lookups = folder.resolve("lookups");
        if (!Files.exists(lookups)) {
            return List.of();
        }
        String here = InetAddress.getLocalHost().getHostName();
        return Files.readAllLines(lookups).stream()
                .distinct()
                .filter(name -> !name.equals("localhost") && !name.equals(here))
                .toList();
    }

    @Test
    void a_port_that_is_taken_is_one_sentence_before_anything_is_started() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Refusal refusal = refused("serve", "--port", "" + taken.getLocalPort());
            assertThat(refusal.sentence)
                    .startsWith("Port " + taken.getLocalPort() + " on 127.0.0.1 cannot be had")
                    .contains("--port");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_server_that_does_not_answer_is_one_sentence() throws IOException {
        Refusal refusal = refused(
                "serve",
                "--port",
                "" + freePort(),
                "--datasource-url",
                "jdbc:postgresql://127.0.0.1:" + freePort() + "/store");
        assertThat(refusal.sentence).startsWith("No PostgreSQL answers at jdbc:postgresql://127.0.0.1:");
    }

    @Test
    void a_password_in_the_address_of_the_database_is_refused_and_not_repeated() throws IOException {
        Refusal refusal = refused(
                "serve",
                "--port",
                "" + freePort(),
                "--datasource-url",
                "jdbc:postgresql://db/store?user=a&password=hush");
        assertThat(refusal.sentence).contains("SPRING_DATASOURCE_PASSWORD").doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit covered",
                "tasks",
                "report --case CAFE",
                "receipt --person CAFE-0001",
                "release list",
                "release show REL-2021-1",
                "release reproduce REL-2021-1",
                "release make REL-2021-1 --for somebody --question anything --out %s/made",
                "reporting revoke somebody",
                "ranges list",
                "erase status",
                "rebuild",
                "verify",
                "backup %s/store.zip"
            })
    void whoever_asks_where_no_store_is_makes_none(String command) {
        assertThat(refused(command.formatted(folder).split(" ")).sentence)
                .startsWith("There is no store in " + folder.resolve("data"))
                .contains("--data-dir", "./fieldledger serve");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_database_without_a_store_stays_without_one_until_a_store_is_made_there() throws Exception {
        try (var server = TestDatabase.in(folder.resolve("data"));
                var database = connections(server)) {
            StoreSetup.migrate(database);

            assertThat(refused("tasks").sentence).startsWith("There is no store in " + folder.resolve("data"));
            assertThat(askedOfServer(server))
                    .contains("There is no store at " + server.jdbcUrl().replaceFirst("\\?.*", ""))
                    .contains("--datasource-url", "./fieldledger serve");

            StoreSetup.open(database, StoreKind.DEMONSTRATION);

            assertThat(askedOfServer(server)).doesNotContain("no store").contains("tasks 0");
        }
    }

    private String askedOfServer(EmbeddedDatabase server) throws Exception {
        var said = folder.resolve("said");
        var asking = fieldledger(
                said,
                Map.of("SPRING_DATASOURCE_PASSWORD", server.password()),
                "tasks",
                "--datasource-url",
                server.jdbcUrl(),
                "--datasource-username",
                server.username(),
                "--data-dir",
                "" + folder.resolve("elsewhere"));
        asking.waitFor();
        return Files.readString(said);
    }

    private static HikariDataSource connections(EmbeddedDatabase server) {
        return new OpenStore(
                        Path.of("unused"),
                        server.jdbcUrl(),
                        server.username(),
                        server.password(),
                        false,
                        null,
                        Path.of("unused"))
                .pool(2);
    }

    @Test
    void a_demonstration_of_nobody_is_refused() {
        assertThat(refused("demo", "--scale", "0").sentence).contains("--scale counts from 1");
    }

    @Test
    void the_update_checker_is_off_before_any_command_runs() {
        Fieldledger.stayQuietOutside();

        assertThat(System.getProperty("axoniq.update-checker.disabled")).isEqualTo("true");
    }

    private record Refusal(String sentence) {}

    private Refusal refused(String... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine line = Fieldledger.commandLine().setErr(new PrintWriter(errors));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", "" + folder.resolve("data")));
        assertThat(line.execute(all.toArray(String[]::new))).isEqualTo(1);
        assertThat(errors.toString().lines()).as("one line, no stack trace").hasSize(1);
        return new Refusal(errors.toString());
    }

    private Process fieldledger(Path said, String... arguments) throws IOException {
        return fieldledger(said, Map.of(), arguments);
    }

    private Process fieldledger(Path said, Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "-D" + RecordedLookups.FILE + "=" + folder.resolve("lookups"),
                Fieldledger.class.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    private static int statusOf(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
