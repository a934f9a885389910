package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ParticipantCode;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far erasures have got, told to an operator, and carried on where no store is being served. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EraseCommandTest {

    @Test
    void status_tells_what_is_on_record_and_not_done_and_resume_does_it_to_the_end(@TempDir Path home) {
        try (var store = new SmallStore(home)) {
            assertThat(store.run("erase", "status"))
                    .satisfies(said -> assertThat(said.exitCode()).isZero())
                    .satisfies(said -> assertThat(said.out()).contains("No erasure is under way"));
            var erasure = store.at("2021-03-10T09:00:00Z")
                    .records(new PersonErased(
                            SmallStore.in("CAFE", "2021-03-10"),
                            new ParticipantCode("CAFE-0001"),
                            EventId.of("5f0c1c4e-7d1b-4c6e-9b0a-2f1d3c4b5a69"),
                            "data protection officer",
                            "asked to be forgotten",
                            "GDPR Art. 17(1)(b)",
                            LocalDate.parse("2021-03-09"),
                            "DPO 2021/7",
                            List.of()));

            var before = store.run("erase", "status");
            var resumed = store.run("erase", "resume");
            var after = store.run("erase", "status");

            assertThat(before.exitCode()).as("something is left").isEqualTo(2);
            assertThat(before.out())
                    .contains(
                            "CAFE-0001, on record as event " + erasure,
                            "not yet destroyed",
                            "tables of answers not yet emptied",
                            "not yet nothing left of before");
            assertThat(resumed.exitCode()).as(resumed.out() + resumed.errors()).isZero();
            assertThat(after.exitCode()).isZero();
            assertThat(after.out())
                    .contains("keys              destroyed at", "tables of answers emptied and written anew at")
                    .doesNotContain("not yet");
            assertThat(after.out()).isEqualTo(resumed.out());
        }
    }
}
