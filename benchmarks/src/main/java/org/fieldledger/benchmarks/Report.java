package org.fieldledger.benchmarks;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What a run came to, as Markdown tables and as JSON. */
record Report(Size size, String postgres, List<Bench.Line> lines, List<Bench.Measure> measures) {

    @Override
    public String toString() {
        var text = new StringBuilder(
                "PostgreSQL %s with fsync, synchronous_commit, full_page_writes and checksums on; Java %s;%n%s, %d cores; median of %d runs.%n%n"
                        .formatted(
                                postgres,
                                Runtime.version(),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors(),
                                size.runs()));
        text.append(
                "| workload | against | theirs/s | ours/s | ratio | asked | p50 µs theirs, ours | p99 µs theirs, ours |"
                        + " WAL B/event theirs, ours |\n");
        text.append("|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        for (var line : lines)
            text.append("| %s | %s | %,.0f | %,.0f | %s | %s | %,.0f, %,.0f | %,.0f, %s | %,.0f, %,.0f |%n"
                    .formatted(
                            line.workload(),
                            line.baseline(),
                            line.theirs().perSecond(),
                            line.ours().perSecond(),
                            marked("%.2f".formatted(line.ratio()), line.tooSlow()),
                            asked(line.asked()),
                            line.theirs().p50(),
                            line.ours().p50(),
                            line.theirs().p99(),
                            marked("%,.0f".formatted(line.ours().p99()), line.tooLong()),
                            line.theirs().walBytes(),
                            line.ours().walBytes()));
        text.append("\n| measured by itself | | asked |\n|---|---:|---:|\n");
        for (var measure : measures)
            text.append("| %s | %s %s | %s |%n"
                    .formatted(
                            measure.what(),
                            marked(
                                    "%,.1f".formatted(measure.value()),
                                    measure.atMost() > 0 && measure.value() > measure.atMost()),
                            measure.unit(),
                            asked(measure.atMost())));
        return text.append("\nBold: not what was asked. A p99 may be 1.5 times that of W.\n")
                .toString();
    }

    String json() {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    }

    private static String marked(String figure, boolean bold) {
        return bold ? "**" + figure + "**" : figure;
    }

    private static String asked(double figure) {
        return figure > 0 ? "%.2f".formatted(figure) : "";
    }
}
