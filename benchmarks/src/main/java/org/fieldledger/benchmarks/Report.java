package org.fieldledger.benchmarks;

import java.util.List;

/**
 * What a run came to, as a Markdown table.
 *
 * @param bytesOnDisk for each event stored with a payload of about 256 bytes, indexes included
 */
record Report(Size size, String postgres, List<Bench.Line> lines, double bytesOnDisk) {

    @Override
    public String toString() {
        var text = new StringBuilder(
                "PostgreSQL %s with fsync, synchronous_commit, full_page_writes and checksums on; Java %s;%n"
                                .formatted(postgres, Runtime.version())
                        + "%s, %d cores; median of %d runs. %.0f bytes on disk for each event of 256 B, indexes included.%n%n"
                                .formatted(
                                        System.getProperty("os.arch"),
                                        Runtime.getRuntime().availableProcessors(),
                                        size.runs(),
                                        bytesOnDisk));
        text.append(
                "| workload | against | theirs/s | ours/s | ratio | asked | p50 µs theirs, ours | p99 µs theirs, ours |"
                        + " WAL B/event theirs, ours |\n");
        text.append("|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        for (var line : lines)
            text.append("| %s | %s | %,.0f | %,.0f | %s%.2f%s | %.2f | %,.0f, %,.0f | %,.0f, %,.0f | %,.0f, %,.0f |%n"
                    .formatted(
                            line.workload(),
                            line.baseline(),
                            line.theirs().perSecond(),
                            line.ours().perSecond(),
                            line.ratio() < line.asked() ? "**" : "",
                            line.ratio(),
                            line.ratio() < line.asked() ? "**" : "",
                            line.asked(),
                            line.theirs().p50(),
                            line.ours().p50(),
                            line.theirs().p99(),
                            line.ours().p99(),
                            line.theirs().walBytes(),
                            line.ours().walBytes()));
        return text.append("\nBold: less than asked.\n").toString();
    }
}
