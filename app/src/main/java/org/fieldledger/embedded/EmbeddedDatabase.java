package org.fieldledger.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.fieldledger.query.reporting.PublicRights;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL 18 that lives in a data home: one process owns it, others may use it while it runs.
 *
 * <p>The owner holds the home's lock for as long as it lives, starts the server and stops it on {@link #close()}. A
 * second process on the same home finds the lock held and attaches to the running server. A lock that is free beside a
 * server that runs means that its owner was killed: the server is stopped, started again, and recovers what was
 * committed.
 *
 * <p>Every start checks on the running server that what is acknowledged is on disk ({@code fsync},
 * {@code synchronous_commit}, {@code full_page_writes}, data checksums) and refuses one that is set otherwise. The
 * server listens on 127.0.0.1 only and asks for a password (SCRAM), which is generated once and kept in a file that only
 * its owner may read.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String NAME = "fieldledger";

    /** A new data directory takes 60 MB; the log of the first imports comes soon. */
    private static final long LEAST_FREE_BYTES = 200L << 20;

    private static final Duration ATTACH_PATIENCE = Duration.ofMinutes(2);

    private static final Map<String, String> MUST_BE = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "data_checksums", "on");

    /** Homes this very process owns: file locks do not tell two users in one process apart. */
    private static final Map<Path, EmbeddedDatabase> OWNED_HERE = new ConcurrentHashMap<>();

    private final Path home;
    private final int port;
    private final String password;
    private final @Nullable Cluster cluster;
    private final @Nullable HomeLock lock;

    private EmbeddedDatabase(Path home, int port, String password, @Nullable Cluster cluster, @Nullable HomeLock lock) {
        this.home = home;
        this.port = port;
        this.password = password;
        this.cluster = cluster;
        this.lock = lock;
    }

    /** False where this data home certainly holds no database, running or not. */
    public static boolean mayBeIn(Path home) {
        return Cluster.mayBeIn(home);
    }

    /**
     * Uses the database in this data home: starts it, or attaches to it where another process runs it already.
     *
     * @throws StartRefused in one sentence, when it cannot be had
     */
    public static EmbeddedDatabase attachOrStart(Path home) {
        return attachOrStart(home, sentence -> {});
    }

    /** The same, telling the given listener in plain words what takes time and what was put right. */
    public static synchronized EmbeddedDatabase attachOrStart(Path home, Consumer<String> say) {
        Path place = home.toAbsolutePath().normalize();
        try {
            OwnerOnly.folder(place);
            return attachOrStartIn(place.toRealPath(), say);
        } catch (AccessDeniedException denied) {
            throw new StartRefused(
                    "Fieldledger may not write in " + place
                            + ". Give that folder to the user who starts it, or choose another" + " with --data-dir.",
                    denied);
        } catch (IOException failed) {
            throw new StartRefused(sentenceFor(failed, place), failed);
        }
    }

    private static String sentenceFor(IOException failed, Path place) {
        String reason = failed instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : Optional.ofNullable(failed.getMessage()).orElse(failed.toString());
        if (reason.contains("No space left")) {
            return "The disk that holds " + place
                    + " is full. Free some space, or choose another folder with --data-dir.";
        }
        if (reason.contains("Read-only file system")) {
            return place + " lies on a read-only disk. Choose another folder with --data-dir.";
        }
        if (Files.exists(place) && !Files.isDirectory(place)) {
            return place + " is a file, and the data home must be a folder. Choose another with --data-dir.";
        }
        if (!Files.exists(place)) {
            return "The data home " + place + " cannot be created there. Choose another folder with --data-dir.";
        }
        return "The database in " + place + " could not be started: " + reason + ".";
    }

    private static EmbeddedDatabase attachOrStartIn(Path home, Consumer<String> say) throws IOException {
        EmbeddedDatabase here = OWNED_HERE.get(home);
        if (here != null) {
            return new EmbeddedDatabase(home, here.port, here.password, null, null);
        }
        long giveUp = System.nanoTime() + ATTACH_PATIENCE.toNanos();
        while (true) {
            Optional<HomeLock> lock = HomeLock.tryHold(home);
            if (lock.isPresent()) {
                return startHolding(lock.get(), home, say);
            }
            Optional<EmbeddedDatabase> attached = attachIfReady(home);
            if (attached.isPresent()) {
                return attached.get();
            }
            if (System.nanoTime() > giveUp) {
                throw new StartRefused(
                        "Another Fieldledger (" + HomeLock.holder(home) + ") holds " + home
                                + ", but its database does not answer. Stop that one, or choose another folder with --data-dir.");
            }
            pause();
        }
    }

    private static Optional<EmbeddedDatabase> attachIfReady(Path home) throws IOException {
        Optional<Postmaster> running = Postmaster.of(home.resolve("postgres"))
                .filter(Postmaster::isReady)
                .filter(Postmaster::isOurs);
        Path passwordFile = passwordFile(home);
        if (running.isEmpty() || !Files.exists(passwordFile)) {
            return Optional.empty();
        }
        EmbeddedDatabase database =
                new EmbeddedDatabase(home, running.get().port(), OwnerOnly.password(passwordFile), null, null);
        try {
            database.check();
            return Optional.of(database);
        } catch (SQLException notYet) {
            return Optional.empty();
        }
    }

    private static EmbeddedDatabase startHolding(HomeLock lock, Path home, Consumer<String> say) throws IOException {
        try {
            EmbeddedDatabase database = start(lock, home, say);
            OWNED_HERE.put(home, database);
            return database;
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static EmbeddedDatabase start(HomeLock lock, Path home, Consumer<String> say) throws IOException {
        Program.checkRootCanBeLeft();
        checkSpace(home, home.toFile().getUsableSpace());
        Cluster cluster = new Cluster(Binaries.unpackedBelow(home.resolve("programs"), say), home, say);
        Path superuserFile = home.resolve("postgres.superuser.password");
        String superuser = OwnerOnly.password(superuserFile);
        String password = OwnerOnly.password(passwordFile(home));
        if (cluster.exists()) {
            cluster.checkVersion();
            cluster.clearOrphan();
        } else {
            cluster.create(superuserFile);
        }
        int port = cluster.start();
        EmbeddedDatabase database = new EmbeddedDatabase(home, port, password, cluster, lock);
        try {
            database.prepare(superuser);
            database.check();
            return database;
        } catch (SQLException failed) {
            cluster.stop();
            throw new StartRefused(
                    "PostgreSQL on " + cluster.data() + " started, but does not let Fieldledger in: "
                            + failed.getMessage(),
                    failed);
        } catch (StartRefused refused) {
            cluster.stop();
            throw refused;
        }
    }

    /** Refuses to start on a disk so full that the first work would stop it. */
    static void checkSpace(Path home, long freeBytes) {
        if (freeBytes < LEAST_FREE_BYTES) {
            throw new StartRefused("Only " + (freeBytes >> 20) + " MB are free where " + home
                    + " lies, and Fieldledger wants " + (LEAST_FREE_BYTES >> 20)
                    + ". Free some space, or choose another folder with --data-dir.");
        }
    }

    /** The application's role and database, made where they are missing: a creation that was cut off is finished here. */
    private void prepare(String superuserPassword) throws SQLException {
        try (Connection connection = connect("postgres", Cluster.SUPERUSER, superuserPassword);
                Statement statement = connection.createStatement()) {
            String served = show(statement, "data_directory");
            if (!Path.of(served).equals(home.resolve("postgres"))) {
                throw new StartRefused("Port " + port + " answers for another data directory, " + served
                        + ". Stop that server, or remove " + home.resolve("postgres.port")
                        + " to choose another port.");
            }
            if (!answersYes(statement, "select exists (select from pg_roles where rolname = '" + NAME + "')")) {
                // The password is of our own making, letters and digits, - and _; CREATE ROLE takes no parameters.
                statement.execute("create role " + NAME + " login createrole password '" + password + "'");
            }
            if (!answersYes(statement, "select exists (select from pg_database where datname = '" + NAME + "')")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
            // To see an erasure through to the server's own files: checkpoint, list the write-ahead log and go on in
            // it.
            statement.execute("grant pg_checkpoint, pg_monitor to " + NAME);
        }
        try (Connection connection = connect(NAME, Cluster.SUPERUSER, superuserPassword);
                Statement statement = connection.createStatement()) {
            statement.execute("grant execute on function pg_switch_wal() to " + NAME);
            // A reporting tool signs in beside the application: what everybody may do, it may do.
            PublicRights.takeFromEverybodyBut(NAME, connection);
        }
    }

    private void check() throws SQLException {
        try (Connection connection = connect(NAME, NAME, password);
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : MUST_BE.entrySet()) {
                String found = show(statement, setting.getKey());
                if (!found.equals(setting.getValue())) {
                    throw new StartRefused("PostgreSQL on " + home + " runs with " + setting.getKey() + " = " + found
                            + ", which could lose what was acknowledged. Take that setting out of postgres.local.conf or"
                            + " postgresql.auto.conf and start again.");
                }
            }
        }
    }

    private Connection connect(String database, String role, String secret) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", secret);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("ApplicationName", "fieldledger start");
        return DriverManager.getConnection(urlOf(database), properties);
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return Optional.ofNullable(row.getString(1)).orElse("");
        }
    }

    private static boolean answersYes(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static Path passwordFile(Path home) {
        return home.resolve("postgres.password");
    }

    private String urlOf(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    public String jdbcUrl() {
        return urlOf(NAME);
    }

    public String username() {
        return NAME;
    }

    public String password() {
        return password;
    }

    /** Whether this one started the server and will stop it, or only uses one that another process runs. */
    public boolean owner() {
        return cluster != null;
    }

    /** Stops the server where this is its owner, and waits until all is on disk; otherwise leaves it running. */
    @Override
    public void close() {
        if (cluster == null || lock == null || OWNED_HERE.remove(home) == null) {
            return;
        }
        try (lock) {
            cluster.stop();
        } catch (IOException failed) {
            throw new IllegalStateException(
                    "The database in " + home + " was not stopped cleanly; the next start recovers it.", failed);
        }
    }

    /** Says where the database is, and no secret. */
    @Override
    public String toString() {
        return "EmbeddedDatabase in " + home + " on port " + port;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(200));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the database", interrupted);
        }
    }
}
