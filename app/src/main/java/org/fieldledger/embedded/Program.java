package org.fieldledger.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a PostgreSQL program: a clean environment, English messages, and never as root.
 *
 * <p>PostgreSQL refuses to run as root. Where this program does, each is run in a user namespace of its own (Linux,
 * {@code unshare -U}), in which it is nobody and still owns its files.
 */
final class Program {

    /** How a run ended, and all that it said. */
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private static final int UNANSWERED = -1;

    private final List<String> command;
    private final long patienceSeconds;

    private Program(List<String> command, long patienceSeconds) {
        this.command = command;
        this.patienceSeconds = patienceSeconds;
    }

    static Program of(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return new Program(command, 60);
    }

    Program withPatience(long seconds) {
        return new Program(command, seconds);
    }

    /** The same run without root's rights, where this program has them. */
    Program unprivileged() {
        if (!runsAsRoot()) {
            return this;
        }
        List<String> inNamespace = new ArrayList<>(List.of("unshare", "-U"));
        inNamespace.addAll(command);
        return new Program(inNamespace, patienceSeconds);
    }

    static boolean runsAsRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** Refuses to go on as root on a machine that has no user namespaces to leave root in. */
    static void checkRootCanBeLeft() throws IOException {
        if (runsAsRoot() && !userNamespacesWork()) {
            throw new StartRefused(
                    "PostgreSQL does not run as root, and this machine offers no user namespace to run it in"
                            + " (unshare -U failed). Start Fieldledger as an ordinary user, or name a PostgreSQL server with"
                            + " --datasource-url.");
        }
    }

    private static boolean userNamespacesWork() {
        try {
            return new Program(List.of("unshare", "-U", "true"), 10).run().succeeded();
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Runs to the end, or for as long as patience lasts. Output goes through a file: a server left running keeps no pipe. */
    Outcome run() throws IOException {
        Path output = Files.createTempFile("fieldledger-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()));
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            boolean ended = process.waitFor(patienceSeconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroy();
            }
            return new Outcome(
                    ended ? process.exitValue() : UNANSWERED, Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + command.get(0) + " ran", interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static File nothing() {
        return new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    }
}
