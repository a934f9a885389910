package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator sees who works on what, and divides it otherwise while the store is in use. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DivisionsTest {

    @TempDir
    Path home;

    private final StringWriter said = new StringWriter();

    @Test
    void ranges_are_listed_cut_and_joined_beside_a_running_server() {
        var store = RunningStore.in(home, Map.of());
        try {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(ranges(0, "list"))
                            .contains(
                                    "timeline          0-1024",
                                    ProcessHandle.current().pid() + "@")
                            .doesNotContain("nobody"));

            assertThat(ranges(0, "split", "timeline")).isEqualTo("Cut timeline at slice 512.\n");
            assertThat(ranges(0, "list")).contains("timeline          0-512", "timeline        512-1024");
            assertThat(ranges(1, "split", "timeline", "--at", "512"))
                    .isEqualTo("timeline 512-1024 begins at 512 already.\n");
            assertThat(ranges(0, "merge", "timeline", "--at", "512")).isEqualTo("Joined timeline at slice 512.\n");
            assertThat(ranges(0, "list")).contains("timeline          0-1024");
            assertThat(ranges(1, "split", "timelime")).contains("timelime", "timeline");
        } finally {
            store.close();
        }
    }

    private String ranges(int exit, String... arguments) {
        said.getBuffer().setLength(0);
        var line = Fieldledger.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        var all = Stream.of(Stream.of("ranges"), Stream.of(arguments), Stream.of("--data-dir", "" + home))
                .flatMap(each -> each)
                .toArray(String[]::new);
        assertThat(line.execute(all)).as("%s", said).isEqualTo(exit);
        return said.toString();
    }
}
