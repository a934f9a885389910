package org.fieldledger.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code postmaster.pid} in a data directory says of the server that runs, or last ran, on it. */
record Postmaster(long pid, Path data, int port, String status) {

    static Optional<Postmaster> of(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(0).strip()),
                    data,
                    lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0,
                    lines.size() > 7 ? lines.get(7).strip() : ""));
        } catch (NumberFormatException | IndexOutOfBoundsException halfWritten) {
            return Optional.empty();
        }
    }

    /** Whether this number names a process at all, be it a stranger, or one that ended and was never asked for its result. */
    boolean isTaken() {
        return ProcessHandle.of(pid).isPresent();
    }

    boolean isReady() {
        return status.equals("ready");
    }

    /** Whether the process with this number is a PostgreSQL on our directory, not a stranger that got the number later. */
    boolean isOurs() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> !hasEnded() && runsPostgres(process) && runsHere(process))
                .isPresent();
    }

    /** Whether some process still works in the data directory: a killed server's children see its end within moments. */
    boolean hasLeftChildren() throws IOException {
        Path processes = Path.of("/proc");
        if (!Files.isDirectory(processes)) {
            return false;
        }
        try (var folders = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path process : folders) {
                if (worksIn(process, data)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean worksIn(Path process, Path data) {
        try {
            return Files.isSameFile(process.resolve("cwd"), data);
        } catch (IOException endedOrForeign) {
            return false;
        }
    }

    /** On Linux a killed process keeps its number until its parent asks for it; in a container that may be never. */
    private boolean hasEnded() {
        try {
            String state = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return state.substring(state.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException notLinux) {
            return false;
        }
    }

    private static boolean runsPostgres(ProcessHandle process) {
        return process.info().command().map(name -> name.contains("postgres")).orElse(true);
    }

    private boolean runsHere(ProcessHandle process) {
        Path self = Path.of("/proc", String.valueOf(pid));
        if (Files.isDirectory(self)) {
            return worksIn(self, data);
        }
        return process.info()
                .commandLine()
                .map(line -> line.contains(data.toString()))
                .orElse(true);
    }
}
