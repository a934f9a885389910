package org.fieldledger.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One PostgreSQL data directory: created durable, started on loopback only, stopped cleanly, recovered after a kill.
 *
 * <p>Only the process that holds the data home's lock may change anything here.
 */
final class Cluster {

    /** The role that owns the cluster; it is used for set-up and checks, never by the application. */
    static final String SUPERUSER = "postgres";

    private static final String FOLDER = "postgres";

    /** The file that a data directory has as soon as it is one. */
    private static final String VERSION = "PG_VERSION";

    /** Below the range the systems hand out to outgoing connections, so that a port kept for years stays free. */
    private static final int FIRST_PORT = 25432;

    private static final int LAST_PORT = 25931;

    /** Replaying 2 GB of log after a kill takes a laptop well under this. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(10);

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);

    /** How long a server that was killed may go on holding its files. */
    private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOG_PATIENCE = Duration.ofSeconds(5);

    private static final Duration RETRY_EVERY = Duration.ofMillis(300);

    private static final String SETTINGS = """
            # Written by Fieldledger at every start. Your own settings go into postgres.local.conf in the data home.
            port = %d
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'

            # What was acknowledged is on disk. Fieldledger refuses to run on a server that says otherwise.
            fsync = on
            synchronous_commit = on
            full_page_writes = on

            # A laptop with two cores and a disk of its own.
            shared_buffers = 256MB
            effective_cache_size = 1GB
            work_mem = 16MB
            maintenance_work_mem = 128MB
            max_wal_size = 2GB
            wal_compression = on
            # Segments that are done with are removed, not kept for later with what is in them: what was erased goes with them.
            wal_recycle = off
            checkpoint_timeout = 15min
            random_page_cost = 1.1
            max_connections = 100
            autovacuum = on
            # Soon after rows were added, a question is answered from an index alone and need not look each row up.
            autovacuum_vacuum_insert_scale_factor = 0.02
            # One question, one process: on two cores, to start others for it takes longer than they save, and keeps everybody waiting.
            max_parallel_workers_per_gather = 0
            jit = off

            timezone = 'UTC'
            log_timezone = 'UTC'

            # One log file for each day of the week. No statement and no value of a participant goes into it.
            logging_collector = on
            log_directory = '%s'
            log_filename = 'postgres-%%a.log'
            log_truncate_on_rotation = on
            log_rotation_age = 1d
            log_rotation_size = 0
            log_file_mode = 0600
            log_error_verbosity = terse
            log_line_prefix = '%%m [%%p] '
            log_error_verbosity = terse
            log_min_error_statement = panic
            log_parameter_max_length = 0
            log_statement = none
            """;

    private static final Pattern MISTAKEN_SETTING = Pattern.compile("LOG: +(.* in file .* line \\d+.*)");

    private static final Pattern FATAL = Pattern.compile("(?:FATAL|PANIC|error): +(.*)");

    private final Binaries binaries;
    private final Path data;
    private final Path logs;
    private final Path portFile;
    private final Consumer<String> say;

    Cluster(Binaries binaries, Path home, Consumer<String> say) {
        this.binaries = binaries;
        this.data = home.resolve(FOLDER);
        this.logs = home.resolve("logs");
        this.portFile = home.resolve("postgres.port");
        this.say = say;
    }

    Path data() {
        return data;
    }

    boolean exists() {
        return Files.exists(data.resolve(VERSION));
    }

    /** False where there is certainly none in this data home; where one may not look, it is said later who may. */
    static boolean mayBeIn(Path home) {
        return !Files.notExists(home.resolve(FOLDER).resolve(VERSION));
    }

    /** Creates the data directory beside its place and moves it there when it is whole: a cut-off creation leaves none. */
    void create(Path passwordFile) throws IOException {
        say.accept("Creating a new database in " + data);
        Path building = data.resolveSibling("postgres.creating");
        Binaries.deleteTree(building);
        Program.Outcome made = Program.of(
                        binaries.program("initdb"),
                        "--pgdata=" + building,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--data-checksums",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8")
                .withPatience(START_PATIENCE.toSeconds())
                .unprivileged()
                .run();
        if (!made.succeeded()) {
            throw refusal("PostgreSQL could not create its data directory in " + data, made.output());
        }
        Path settings = building.resolve("postgresql.conf");
        Files.writeString(
                settings,
                Files.readString(settings)
                        + "\ninclude_if_exists = 'fieldledger.conf'\ninclude_if_exists = '../postgres.local.conf'\n");
        Files.move(building, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Refuses a data directory of another major version: PostgreSQL reads only its own. */
    void checkVersion() throws IOException {
        String written = Files.readString(data.resolve(VERSION)).strip();
        String ours = String.valueOf(binaries.majorVersion());
        if (!written.equals(ours)) {
            throw new StartRefused("The data in " + data + " belong to PostgreSQL " + written
                    + ", and this Fieldledger brings"
                    + " PostgreSQL " + ours + ". Start the Fieldledger that wrote them, or choose another folder with"
                    + " --data-dir.");
        }
    }

    /**
     * Starts the server and answers its port.
     *
     * <p>What a killed server left behind (its processes, its shared memory, its port) goes away within seconds; until
     * then the start is tried again.
     */
    int start() throws IOException {
        OwnerOnly.folder(logs);
        long giveUp = System.nanoTime() + LEFTOVER_PATIENCE.toNanos();
        int port = freePort();
        while (true) {
            Files.writeString(
                    data.resolve("fieldledger.conf"),
                    SETTINGS.formatted(port, logs.toString().replace('\\', '/').replace("'", "''")));
            LogMark before = LogMark.now(logs);
            Program.Outcome started = pgCtl(START_PATIENCE, "start", "--log=" + startLog());
            if (started.succeeded()) {
                Files.writeString(portFile, port + "\n");
                return port;
            }
            String reason = whyNot(before) + started.output();
            if (reason.contains("Address already in use") || reason.contains("could not bind")) {
                port = freePort();
            } else if (!isLeftover(reason)) {
                throw refusal("PostgreSQL did not start on " + data, reason);
            }
            if (System.nanoTime() > giveUp) {
                throw refusal("PostgreSQL did not start on " + data, reason);
            }
            pause();
        }
    }

    /** Stops the server: open transactions are rolled back, everything committed is written out. */
    void stop() throws IOException {
        Program.Outcome stopped = pgCtl(STOP_PATIENCE, "stop", "--mode=fast");
        if (!stopped.succeeded() && postmaster().isPresent()) {
            throw new IOException("PostgreSQL on " + data + " did not stop within " + STOP_PATIENCE.toSeconds() + " s. "
                    + fatalLine(stopped.output()));
        }
    }

    /** Stops a server that a killed program left running on this directory, and forgets one that is no longer there. */
    void clearOrphan() throws IOException {
        Optional<Postmaster> left = Postmaster.of(data);
        if (left.isEmpty()) {
            return;
        }
        if (left.get().isOurs()) {
            say.accept("The last run was cut off; stopping the PostgreSQL it left behind");
            stop();
            return;
        }
        say.accept("The last run was cut off; PostgreSQL recovers what was committed");
        long giveUp = System.nanoTime() + LEFTOVER_PATIENCE.toNanos();
        while (left.get().hasLeftChildren() && System.nanoTime() < giveUp) {
            pause();
        }
        if (left.get().isTaken() && !left.get().hasLeftChildren()) {
            // PostgreSQL would take whatever has this number now for itself, and refuse.
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    /** The running server of this directory, when there is one. */
    Optional<Postmaster> postmaster() throws IOException {
        return Postmaster.of(data).filter(Postmaster::isOurs);
    }

    private Program.Outcome pgCtl(Duration patience, String action, String option) throws IOException {
        return Program.of(
                        binaries.program("pg_ctl"),
                        action,
                        "--pgdata=" + data,
                        "--wait",
                        "--timeout=" + patience.toSeconds(),
                        option)
                .withPatience(patience.toSeconds() + 10)
                .unprivileged()
                .run();
    }

    /** What the server wrote before it gave up. Its log is written by a process of its own, which may be a moment behind. */
    private String whyNot(LogMark before) throws IOException {
        long giveUp = System.nanoTime() + LOG_PATIENCE.toNanos();
        String written = before.addedSince();
        while (!FATAL.matcher(written).find() && System.nanoTime() < giveUp) {
            pause();
            written = before.addedSince();
        }
        return written;
    }

    private int freePort() throws IOException {
        Optional<Integer> kept = keptPort();
        if (kept.isPresent() && isFree(kept.get())) {
            return kept.get();
        }
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            if (isFree(port)) {
                int chosen = port;
                kept.ifPresent(taken -> say.accept("Port " + taken
                        + " is taken by another program; PostgreSQL listens on " + chosen + " from now on"));
                return chosen;
            }
        }
        throw new StartRefused("None of the ports " + FIRST_PORT + " to " + LAST_PORT
                + " is free for PostgreSQL on 127.0.0.1." + " Write a free one into " + portFile + " and start again.");
    }

    private Optional<Integer> keptPort() throws IOException {
        if (!Files.exists(portFile)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.valueOf(Files.readString(portFile).strip()));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As PostgreSQL binds it: a connection of the last run still in its closing wait does not count.
            socket.setReuseAddress(!System.getProperty("os.name", "").startsWith("Windows"));
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isLeftover(String reason) {
        return reason.contains("pre-existing shared memory block")
                || reason.contains("lock file \"postmaster.pid\" already exists")
                || reason.contains("is another postmaster")
                || reason.contains("another server might be running");
    }

    private StartRefused refusal(String what, String reason) {
        if (reason.contains("No space left on device")) {
            return new StartRefused(
                    what + ": the disk is full. Free some space there, or choose another folder with --data-dir.");
        }
        if (reason.contains("Permission denied")) {
            return new StartRefused(
                    what + ": it may not read or write there. Give the folder, and those above it, to the user"
                            + " who starts Fieldledger, or choose another with --data-dir.");
        }
        return new StartRefused(what + ": " + fatalLine(reason) + " More stands in " + logs + ".");
    }

    private static String fatalLine(String output) {
        Matcher unknown = MISTAKEN_SETTING.matcher(output);
        Matcher fatal = unknown.find() ? unknown.reset() : FATAL.matcher(output);
        String line =
                fatal.find() ? fatal.group(1).strip() : output.strip().lines().reduce("it gave no reason", (a, b) -> b);
        return line.endsWith(".") ? line : line + ".";
    }

    private Path startLog() {
        return logs.resolve("postgres-start.log");
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(RETRY_EVERY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL was starting", interrupted);
        }
    }

    /** The server's log files as long as they were at one moment, to read afterwards what was added. */
    private record LogMark(Path logs, Map<Path, Long> sizes) {

        static LogMark now(Path logs) throws IOException {
            Map<Path, Long> sizes = new TreeMap<>();
            try (var files = Files.newDirectoryStream(logs, "postgres-*.log")) {
                for (Path file : files) {
                    sizes.put(file, Files.size(file));
                }
            }
            return new LogMark(logs, sizes);
        }

        String addedSince() throws IOException {
            StringBuilder added = new StringBuilder();
            for (Path file : now(logs).sizes().keySet()) {
                byte[] bytes = Files.readAllBytes(file);
                long known = sizes.getOrDefault(file, 0L);
                int from = known <= bytes.length ? (int) known : 0;
                added.append(new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1));
            }
            return added.toString();
        }
    }
}
