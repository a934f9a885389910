package org.fieldledger.cli;

import java.io.Console;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.StartRefused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on: the one in the data home, or one on a PostgreSQL server of the operator's own. */
public final class StoreOptions {

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description =
                    "where the store and the logs live (default: $FIELDLEDGER_HOME, else data in the project folder)")
    private @Nullable Path dataDir;

    @Option(
            names = "--datasource-url",
            paramLabel = "JDBC-URL",
            description = "a PostgreSQL server to use instead of the one brought along (or SPRING_DATASOURCE_URL)")
    private @Nullable String url;

    @Option(
            names = "--datasource-username",
            paramLabel = "NAME",
            description = "who signs in there (or SPRING_DATASOURCE_USERNAME); the password comes from"
                    + " SPRING_DATASOURCE_PASSWORD or is asked for")
    private @Nullable String username;

    @Option(
            names = "--master-key-file",
            paramLabel = "FILE",
            description =
                    "the key that wraps all keys to what is personal, kept outside the database"
                            + " (default: $FIELDLEDGER_MASTER_KEY_FILE, else master.key in the data folder); made at the first start")
    private @Nullable Path masterKeyFile;

    /** The file of the master key. */
    private Path masterKeyFile() {
        if (masterKeyFile != null) return masterKeyFile.toAbsolutePath().normalize();
        String chosen = System.getenv("FIELDLEDGER_MASTER_KEY_FILE");
        return chosen != null && !chosen.isBlank()
                ? Path.of(chosen).toAbsolutePath().normalize()
                : home().resolve("master.key");
    }

    /** The folder of this store's data and logs. */
    public Path home() {
        if (dataDir != null) {
            return dataDir.toAbsolutePath().normalize();
        }
        String chosen = System.getenv("FIELDLEDGER_HOME");
        return chosen != null && !chosen.isBlank()
                ? Path.of(chosen).toAbsolutePath().normalize()
                : Path.of(System.getProperty("fieldledger.project", "."), "data")
                        .toAbsolutePath()
                        .normalize();
    }

    /**
     * Opens the store's database: starts the one in the data home, attaches to it where another process runs it, or
     * signs in to the server that was named.
     *
     * @throws StartRefused in one sentence, when it cannot be had
     */
    public OpenStore open(Consumer<String> say) {
        String server = given(url, "SPRING_DATASOURCE_URL");
        if (server == null) {
            EmbeddedDatabase database = EmbeddedDatabase.attachOrStart(home(), say);
            return new OpenStore(
                    home(),
                    database.jdbcUrl(),
                    database.username(),
                    database.password(),
                    database.owner(),
                    database,
                    masterKeyFile());
        }
        if (server.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new StartRefused("Leave the password out of the database URL, where the list of processes shows it to"
                    + " everybody on this machine: set SPRING_DATASOURCE_PASSWORD instead.");
        }
        String name = Optional.ofNullable(given(username, "SPRING_DATASOURCE_USERNAME"))
                .orElse("fieldledger");
        OpenStore store = new OpenStore(home(), server, name, serverPassword(name), false, null, masterKeyFile());
        checkAnswers(store);
        return store;
    }

    /**
     * Opens the store's database like {@link #open}, where a store is: whoever only asks, or writes down what is there, makes
     * none by a mistyped name.
     *
     * @throws StartRefused in one sentence, when there is none or it cannot be had
     */
    OpenStore openExisting(Consumer<String> say) {
        var server = given(url, "SPRING_DATASOURCE_URL");
        if (server == null && !EmbeddedDatabase.mayBeIn(home())) throw noStore("in " + home(), "folder", "--data-dir");
        var store = open(say);
        var held = false;
        try {
            held = holdsStore(store);
        } finally {
            if (!held) store.close();
        }
        if (held) return store;
        throw server == null
                ? noStore("in " + home(), "folder", "--data-dir")
                : noStore("at " + address(store), "database", "--datasource-url");
    }

    private static StartRefused noStore(String where, String thing, String option) {
        return new StartRefused(
                "There is no store %s. Name the %s of yours with %s, or make one there with ./fieldledger serve."
                        .formatted(where, thing, option));
    }

    /** Not so where making one was cut off after its tables: what kind of store it is to be, nobody has said. */
    private static boolean holdsStore(OpenStore store) {
        try (var connection = store.connection()) {
            return says(connection, "select to_regclass('ledger.store') is not null")
                    && says(connection, "select exists (select from ledger.store)");
        } catch (SQLException failed) {
            throw new StartRefused(sentenceFor(failed, store), failed);
        }
    }

    private static boolean says(Connection connection, String question) throws SQLException {
        try (var select = connection.prepareStatement(question);
                var row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static String serverPassword(String name) {
        String password = System.getenv("SPRING_DATASOURCE_PASSWORD");
        if (password != null) {
            return password;
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of %s: ", name);
        return typed == null ? "" : new String(typed);
    }

    private static @Nullable String given(@Nullable String option, String variable) {
        String value = option == null ? System.getenv(variable) : option;
        return value == null || value.isBlank() ? null : value;
    }

    private static void checkAnswers(OpenStore store) {
        try {
            store.connection().close();
        } catch (SQLException failed) {
            throw new StartRefused(sentenceFor(failed, store), failed);
        }
    }

    /** Without what follows the name of the database, which may say more than a screen should. */
    private static String address(OpenStore store) {
        return store.jdbcUrl().replaceFirst("\\?.*", "");
    }

    private static String sentenceFor(SQLException failed, OpenStore store) {
        String state = Optional.ofNullable(failed.getSQLState()).orElse("");
        var server = address(store);
        if (state.startsWith("28")) {
            return server + " does not let " + store.username()
                    + " in: set SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD as the server knows them.";
        }
        if (state.equals("3D000")) {
            return "There is no such database: " + server
                    + ". Create it on that server first (createdb), and start again.";
        }
        if (failed.getMessage() != null && failed.getMessage().startsWith("No suitable driver")) {
            return server + " is not the address of a PostgreSQL database; it looks like"
                    + " jdbc:postgresql://host:5432/fieldledger.";
        }
        return "No PostgreSQL answers at " + server + ". Start it, or correct --datasource-url.";
    }
}
