package org.fieldledger.command.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.command.desk.Scenario.openCase;
import static org.fieldledger.command.desk.Scenario.report;

import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Rule;
import org.fieldledger.command.observation.ObservationCommand.MissWardCollection;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.events.Phase;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.WardData;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What may be recorded of data that a ward owed and that were not collected. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ObservationChapterTest {

    @Test
    void data_of_a_ward_that_could_not_be_collected_are_recorded_as_missed_with_the_reason() {
        var missed = openCase()
                .when(missed("CLINIC-1", "2020-03-08"))
                .then(WardCollectionMissed.class)
                .event(WardCollectionMissed.class);

        assertThat(missed.kind()).isEqualTo(WardData.REGISTER);
        assertThat(missed.reason()).isEqualTo("The register was locked");
    }

    @Test
    void nothing_is_missed_at_a_site_that_the_case_does_not_have() {
        openCase().when(missed("CLINIC-9", "2020-03-08")).refused(Rule.SITE_UNKNOWN);
    }

    @Test
    void only_who_works_in_an_open_case_can_have_missed_something_in_it() {
        openCase().when(missed("CLINIC-1", "2019-01-08")).refused(Rule.CASE_NOT_OPEN, Rule.PERFORMER_NOT_ASSIGNED);
    }

    private static FieldCommand missed(String site, String day) {
        return new MissWardCollection(
                report(day), new SiteCode(site), Phase.PRE, WardData.REGISTER, "The register was locked");
    }
}
