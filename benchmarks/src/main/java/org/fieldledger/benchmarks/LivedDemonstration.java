package org.fieldledger.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.fieldledger.cli.Fieldledger;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.springframework.util.FileSystemUtils;

/**
 * The demonstration in a new store, served by a program of its own as {@code ./fieldledger demo} does, in a folder that is gone
 * afterwards. It is at rest: everybody has been judged and PostgreSQL has gone over the new rows.
 */
final class LivedDemonstration implements AutoCloseable {

    private static final Duration LIVING = Duration.ofHours(2);
    private static final Duration RESTING = Duration.ofMinutes(30);
    private static final long STOPPING_SECONDS = 120;
    private static final long LOOK_AGAIN_MS = 250;

    private final Path folder;
    private final URI address;
    private final Process program;

    static LivedDemonstration at(int scale) throws Exception {
        System.err.printf("Living through the demonstration at scale %d%n", scale);
        var lived = new LivedDemonstration(scale);
        try {
            lived.awaitServed();
            lived.awaitRest();
            return lived;
        } catch (Exception failed) {
            try {
                lived.close();
            } catch (Exception stillThere) {
                failed.addSuppressed(stillThere);
            }
            throw failed;
        }
    }

    private LivedDemonstration(int scale) throws IOException {
        folder = Files.createTempDirectory("demonstration");
        var port = freePort();
        address = URI.create("http://127.0.0.1:" + port);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(collector());
        command.addAll(List.of(
                "-Xmx2g", // as ./fieldledger gives it
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Fieldledger.class.getName(),
                "demo",
                "--data-dir",
                home().toString(),
                "--master-key-file",
                home().resolve("master.key").toString(),
                "--address",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--scale",
                String.valueOf(scale)));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said().toFile());
        // Somebody's own store is none of its business.
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("SPRING_") || name.startsWith("SERVER_") || name.startsWith("FIELDLEDGER_"));
        program = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(program::destroy, "end of the demonstration"));
    }

    URI address() {
        return address;
    }

    /** That of every sign-in of the demonstration. */
    String password() throws IOException {
        return Files.readString(home().resolve("demonstration-password")).strip();
    }

    private Path home() {
        return folder.resolve("store");
    }

    private Path said() {
        return folder.resolve("said");
    }

    /** That of this program, which is given the same as {@code ./fieldledger}; of two that are named a Java takes neither. */
    private static List<String> collector() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.matches("-XX:\\+Use\\w+GC"))
                .toList();
    }

    /** Without what is only for measuring, so that it logs as it does. */
    private static String classPath() {
        var ours = LivedDemonstration.class.getProtectionDomain().getCodeSource();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !isAt(entry, ours))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isAt(String entry, CodeSource source) {
        return Path.of(entry)
                .toAbsolutePath()
                .equals(Path.of(URI.create(source.getLocation().toString())));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitServed() throws Exception {
        await(
                "the demonstration to be served",
                LIVING,
                () -> Files.readString(said()).contains("Fieldledger is at "));
    }

    private void awaitRest() throws Exception {
        try (var database = EmbeddedDatabase.attachOrStart(home());
                var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            await("everybody to be judged", RESTING, () -> {
                try (var row = statement.executeQuery("""
                        select (select min(position) from reporting.progress)
                             = (select max(position) from ledger.event)
                        """)) {
                    return row.next() && row.getBoolean(1);
                }
            });
            statement.execute("vacuum analyze");
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Duration patience, Condition condition) throws Exception {
        var giveUp = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (!program.isAlive()) throw new IllegalStateException("The program ended and said: " + tellable());
            if (System.nanoTime() > giveUp)
                throw new IllegalStateException(
                        "Waited %s for %s; the program said: %s".formatted(patience, what, tellable()));
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    /** What the program said, without how to sign in. */
    private String tellable() throws IOException {
        return Files.readAllLines(said()).stream()
                .filter(line -> !line.contains("password"))
                .collect(Collectors.joining("\n"));
    }

    /** Stops the program as an operator would, so that its PostgreSQL stops with it. */
    @Override
    public void close() throws IOException {
        program.destroy();
        try {
            if (!program.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS))
                throw new IllegalStateException(
                        "The demonstration in %s, process %d, does not stop".formatted(folder, program.pid()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the demonstration stopped; it is in " + folder, interrupted);
        }
        FileSystemUtils.deleteRecursively(folder);
    }
}
