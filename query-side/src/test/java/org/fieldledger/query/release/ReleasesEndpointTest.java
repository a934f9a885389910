package org.fieldledger.query.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FrozenRelease;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Releases over HTTP, on the log of {@link Securities}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReleasesEndpointTest {

    private static final String WANTED = "table=answers,scores&case=CAFE&texts=include&trueAt=2020-07-31";
    private static final Ledger LEDGER = new Ledger();
    private static Asking asking;

    @BeforeAll
    static void start() {
        for (var evening : Securities.evenings()) LEDGER.record(evening.events(), evening.at());
        asking = new Asking(LEDGER);
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    @Test
    void what_was_looked_at_is_made_ready_put_on_record_and_handed_out_as_it_was() throws IOException {
        var preview = asking.get("/api/release-preview?" + WANTED);
        assertThat(preview.at("/rows/answers").asLong()).isEqualTo(14);
        assertThat(preview.at("/people").asLong()).isEqualTo(3);
        assertThat(preview.toString()).doesNotContain("CAFE-0001");

        var command = asking.get("/api/release-command?name=REL-1&recipient=a+university&question=How+secure&" + WANTED
                + "&position=" + preview.at("/definition/position").asLong());
        assertThat(command.at("/report/case").asString()).isEqualTo("CAFE");
        var frozen = EventJson.MAPPER.treeToValue(command.get("frozen"), FrozenRelease.class);
        LEDGER.record(
                new DataReleased(
                        in(CAFE, on("2020-10-01")),
                        command.get("release").asString(),
                        command.get("recipient").asString(),
                        command.get("question").asString(),
                        command.get("rows").asInt(),
                        frozen),
                Instant.parse("2020-10-02T09:00:00Z"));

        assertThat(asking.get("/api/releases").at("/0/release").asString()).isEqualTo("REL-1");
        var shown = asking.get("/api/releases/REL-1");
        assertThat(shown.at("/people").asInt()).isEqualTo(3);
        assertThat(shown.toString()).doesNotContain("CAFE-0001");

        assertThat(asking.get("/api/releases?knownAt=2020-10-02")).hasSize(1);
        assertThat(asking.get("/api/releases?knownAt=2020-10-01"))
                .as("before it was put on record")
                .isEmpty();
        assertThat(asking.get("/api/releases?trueAt=2020-09-30"))
                .as("before the day it was made")
                .isEmpty();
        assertThat(asking.reply("/api/releases/REL-1?knownAt=2020-10-01").status())
                .isEqualTo(404);
        assertThat(asking.raw("/api/releases/REL-1?knownAt=2020-10-02T10:00:00Z", "application/json")
                        .headers()
                        .firstValue("Fieldledger-Known-At"))
                .hasValue("2020-10-02T10:00:00Z");

        var answer = asking.bytes("/api/releases/REL-1/files.zip");
        assertThat(answer.headers().firstValue("Fieldledger-Release")).hasValue("the-same-bytes");
        var files = unpacked(answer.body());
        assertThat(files).hasSize(frozen.files().size());
        for (var file : frozen.files())
            assertThat(Sha256.of(Objects.requireNonNull(files.get("REL-1/" + file.name()))))
                    .isEqualTo(file.sha256());

        assertThat(asking.get("/api/audit/who-read?participant=CAFE-0007")
                        .get("items")
                        .findValuesAsString("question"))
                .as("the making and the handing out")
                .containsExactly("release", "release");
    }

    @Test
    void what_cannot_be_asked_is_told_with_the_way_out() {
        var unknown = asking.reply("/api/release-preview?case=CAFFE");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().at("/detail").asString())
                .isEqualTo("case cannot be 'CAFFE'. Did you mean CAFE? No case of that code has been opened.");
        assertThat(asking.reply("/api/release-preview?position=1000000")
                        .json()
                        .at("/parameter")
                        .asString())
                .isEqualTo("position");
        assertThat(asking.reply("/api/release-preview?table=measures").status()).isEqualTo(400);
        assertThat(asking.reply("/api/releases/NONE").status()).isEqualTo(404);
        assertThat(asking.reply("/api/releases/NONE/files.zip").status()).isEqualTo(404);
        assertThat(asking.reply("/api/release-command?name=a/b&recipient=a&question=b")
                        .status())
                .isEqualTo(400);
    }

    private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), zip.readAllBytes());
        }
        return files;
    }
}
