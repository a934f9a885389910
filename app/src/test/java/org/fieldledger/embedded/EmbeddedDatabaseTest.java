package org.fieldledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database keeps what was committed, through clean stops and kills, and says plainly why it will not start. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedDatabaseTest {

    /** The programs are the same for every home; unpacking them once keeps the tests quick. */
    @TempDir
    static Path programs;

    @TempDir
    Path folder;

    private Path home;
    private final List<String> said = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void a_home() throws IOException {
        home = Files.createDirectory(folder.resolve("data")).toRealPath();
        Files.createSymbolicLink(home.resolve("programs"), programs);
    }

    @AfterEach
    void nothing_is_left_running() throws IOException {
        for (Process process : started) {
            process.destroyForcibly();
        }
        serverProcess().ifPresent(EmbeddedDatabaseTest::killed);
        Files.delete(home.resolve("programs"));
    }

    @Test
    void a_second_start_finds_what_the_first_one_kept() throws Exception {
        String url;
        String password;
        try (EmbeddedDatabase first = start()) {
            assertThat(first.owner()).isTrue();
            write(first, "kept");
            url = first.jdbcUrl();
            password = first.password();
        }
        assertThat(serverProcess()).isEmpty();

        try (EmbeddedDatabase second = start()) {
            assertThat(second.jdbcUrl()).isEqualTo(url);
            assertThat(second.password()).isEqualTo(password);
            assertThat(rows(second)).containsExactly("kept");
        }
    }

    @Test
    void what_is_acknowledged_is_on_disk_and_only_this_machine_with_the_password_gets_in() throws Exception {
        try (EmbeddedDatabase database = start()) {
            assertThat(show(database, "fsync")).isEqualTo("on");
            assertThat(show(database, "synchronous_commit")).isEqualTo("on");
            assertThat(show(database, "full_page_writes")).isEqualTo("on");
            assertThat(show(database, "data_checksums")).isEqualTo("on");
            assertThat(show(database, "server_version")).startsWith("18.");
            assertThat(show(database, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.readString(home.resolve("postgres/pg_hba.conf")).lines())
                    .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                    .allMatch(line -> line.endsWith("scram-sha-256"));
        }
        for (String secret : List.of("postgres.password", "postgres.superuser.password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(secret))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void the_application_works_with_a_role_that_owns_its_database_and_nothing_else() throws SQLException {
        try (EmbeddedDatabase database = start();
                Connection connection = connect(database);
                var role = connection.createStatement().executeQuery("show is_superuser")) {
            role.next();
            assertThat(role.getString(1)).isEqualTo("off");
        }
    }

    @Test
    void no_password_stands_in_a_log_or_in_the_list_of_processes() throws Exception {
        try (EmbeddedDatabase database = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "guessed"))
                    .isInstanceOf(SQLException.class);
            assertThat(said).noneMatch(sentence -> sentence.contains(database.password()));
            assertThat(database.toString()).doesNotContain(database.password());
            try (Stream<Path> logs = Files.list(home.resolve("logs"))) {
                assertThat(logs).isNotEmpty().noneMatch(log -> read(log).contains(database.password()));
            }
            assertThat(ProcessHandle.allProcesses()
                            .map(process -> process.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains(database.password()));
        }
    }

    @Test
    void after_a_kill_of_the_program_the_orphaned_server_is_stopped_and_nothing_committed_is_lost() throws Exception {
        Process owner = anotherProcess("owner=true");
        write(start(), "committed before the kill");
        ProcessHandle orphan = serverProcess().orElseThrow();
        killed(owner.toHandle());
        assertThat(orphan.isAlive()).isTrue();

        try (EmbeddedDatabase next = start()) {
            assertThat(next.owner()).isTrue();
            await().until(() -> !orphan.isAlive());
            assertThat(rows(next)).containsExactly("committed before the kill");
        }
        assertThat(said).anyMatch(sentence -> sentence.contains("cut off"));
    }

    @Test
    void after_a_kill_of_the_program_and_of_postgresql_the_next_start_recovers_by_itself() throws Exception {
        Process owner = anotherProcess("owner=true");
        EmbeddedDatabase attached = start();
        write(attached, "committed before both kills");
        ProcessHandle server = serverProcess().orElseThrow();
        killed(owner.toHandle());
        killed(server);

        try (EmbeddedDatabase next = start()) {
            assertThat(rows(next)).containsExactly("committed before both kills");
        }
    }

    @Test
    void a_second_process_attaches_to_the_running_server_and_leaves_it_running() throws Exception {
        try (EmbeddedDatabase owner = start()) {
            write(owner, "seen by both");
            Process second = anotherProcess("owner=false " + owner.jdbcUrl());
            second.getOutputStream().close();
            assertThat(second.waitFor()).isZero();
            assertThat(rows(owner)).containsExactly("seen by both");
        }
    }

    @Test
    void a_second_user_in_the_same_process_attaches_too() throws Exception {
        try (EmbeddedDatabase owner = start()) {
            try (EmbeddedDatabase second = start()) {
                assertThat(second.owner()).isFalse();
                write(second, "through the second");
            }
            assertThat(rows(owner)).containsExactly("through the second");
        }
    }

    @Test
    void a_port_taken_by_another_program_is_replaced_and_the_change_is_told() throws Exception {
        int port;
        try (EmbeddedDatabase first = start()) {
            port = portOf(first);
        }
        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedDatabase second = start()) {
            assertThat(stranger.getLocalPort()).isEqualTo(port);
            assertThat(portOf(second)).isNotEqualTo(port);
        }
        assertThat(said).anyMatch(sentence -> sentence.contains("Port " + port + " is taken"));
    }

    @Test
    void a_number_in_postmaster_pid_that_now_belongs_to_a_stranger_does_not_hinder_the_start() throws Exception {
        start().close();
        Files.writeString(
                home.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("postgres")
                        + "\n0\n1\n\n127.0.0.1\n  1  1\nready\n");

        try (EmbeddedDatabase next = start()) {
            assertThat(next.owner()).isTrue();
        }
    }

    @Test
    void a_creation_that_was_cut_off_is_begun_again() throws Exception {
        Files.createDirectories(home.resolve("postgres.creating/base"));

        try (EmbeddedDatabase database = start()) {
            write(database, "works");
        }
        assertThat(home.resolve("postgres.creating")).doesNotExist();
    }

    @Test
    void programs_that_were_altered_are_unpacked_again() throws Exception {
        Path mine = Files.createDirectory(folder.resolve("programs"));
        Path program = Binaries.unpackedBelow(mine, said::add).program("pg_ctl");
        Files.writeString(program, "not a program");

        Binaries again = Binaries.unpackedBelow(mine, said::add);

        assertThat(Files.size(again.program("pg_ctl"))).isGreaterThan(1000);
        assertThat(again.majorVersion()).isEqualTo(18);
    }

    @Test
    void data_of_another_major_version_are_refused_in_one_sentence() throws Exception {
        start().close();
        Files.writeString(home.resolve("postgres/PG_VERSION"), "17\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("belong to PostgreSQL 17")
                .hasMessageContaining("brings PostgreSQL 18")
                .hasMessageContaining("--data-dir");
    }

    @Test
    void a_server_that_would_not_keep_what_it_acknowledged_is_refused() throws Exception {
        start().close();
        Files.writeString(home.resolve("postgres.local.conf"), "fsync = off\n");

        assertThatThrownBy(this::start).isInstanceOf(StartRefused.class).hasMessageContaining("fsync = off");
        assertThat(serverProcess()).isEmpty();
    }

    @Test
    void a_setting_postgresql_does_not_know_is_named() throws Exception {
        start().close();
        Files.writeString(home.resolve("postgres.local.conf"), "shared_bufers = 1GB\n");

        assertThatThrownBy(this::start).isInstanceOf(StartRefused.class).hasMessageContaining("shared_bufers");
    }

    @Test
    void a_full_disk_and_a_file_in_the_place_of_the_home_are_refused_in_one_sentence() throws IOException {
        assertThatThrownBy(() -> EmbeddedDatabase.checkSpace(home, 150L << 20))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("Only 150 MB are free where " + home);
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> EmbeddedDatabase.attachOrStart(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("must be a folder");
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.attachOrStart(home, said::add);
    }

    /** A Java process of its own on the same home, once it has said that it can use the database. */
    private Process anotherProcess(String expectedLine) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldsDatabase.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        BufferedReader lines = process.inputReader();
        assertThat(lines.readLine()).startsWith(expectedLine);
        return process;
    }

    private Optional<ProcessHandle> serverProcess() throws IOException {
        return Postmaster.of(home.resolve("postgres"))
                .filter(Postmaster::isOurs)
                .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()));
    }

    private static void killed(ProcessHandle process) {
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    private static int portOf(EmbeddedDatabase database) {
        return Integer.parseInt(database.jdbcUrl().replaceFirst(".*:(\\d+)/.*", "$1"));
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    private static void write(EmbeddedDatabase database, String text) throws SQLException {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (text text)");
            statement.execute("insert into kept values ('" + text + "')");
        }
    }

    private static List<String> rows(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = connect(database);
                var result = connection.createStatement().executeQuery("select text from kept")) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private static String show(EmbeddedDatabase database, String setting) throws SQLException {
        try (Connection connection = connect(database);
                var result = connection.createStatement().executeQuery("show " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
