package org.fieldledger.command.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SiteCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** After which events it has to be looked whether cover was lost: looking reads everything of the case since. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LearnedTest {

    private static final Learned INTERVIEW = learned(interview(null));

    @Test
    void correcting_what_was_done_takes_cover_from_nothing_else() {
        assertThat(learned(interview(INTERVIEW.id())).mayTakeCoverAway(INTERVIEW))
                .isFalse();
    }

    @Test
    void declaring_an_action_an_error_takes_cover_from_nothing_else() {
        assertThat(learned(new EnteredInError(envelope(INTERVIEW.id()))).mayTakeCoverAway(INTERVIEW))
                .isFalse();
    }

    @Test
    void declaring_an_error_what_cover_rests_on_may_take_it_away() {
        var site = learned(new SiteAdded(envelope(null), new SiteCode("WARD-1"), "A ward", null));

        assertThat(learned(new EnteredInError(envelope(site.id()))).mayTakeCoverAway(site))
                .isTrue();
    }

    private static Learned learned(FieldEvent event) {
        var id = new EventId(UUID.nameUUIDFromBytes(event.toString().getBytes(StandardCharsets.UTF_8)));
        return new Learned(id, 1, Instant.parse("2020-03-05T20:00:00Z"), event);
    }

    private static InterviewRecorded interview(@Nullable EventId corrects) {
        return new InterviewRecorded(envelope(corrects), InterviewStyle.NARRATIVE, null, null);
    }

    private static Envelope envelope(@Nullable EventId corrects) {
        var when = Occurred.on(LocalDate.parse("2020-03-05"), ZoneId.of("Europe/Stockholm"));
        var whoever = new ResearcherCode("fieldworker-1");
        return new Envelope(
                new CaseCode("CAFE"),
                when,
                whoever,
                List.of(whoever),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                corrects == null ? null : new Correction(corrects, "Slipped"));
    }
}
