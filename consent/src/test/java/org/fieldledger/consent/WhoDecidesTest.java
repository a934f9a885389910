package org.fieldledger.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.consent.Story.ANNA;
import static org.fieldledger.consent.Story.INTERVIEW;
import static org.fieldledger.consent.Story.ZONE;

import java.util.Optional;
import org.fieldledger.events.Ability;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Who may decide for whom, by the rules of Sweden and of England. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WhoDecidesTest {

    private static final Decider SELF = Decider.SELF;
    private static final Decider MOTHER = new Decider(DeciderCapacity.GUARDIAN, "mother");
    private static final Decider PARENT = new Decider(DeciderCapacity.PARENT, "mother");
    private static final Decider SIBLING = new Decider(DeciderCapacity.CONSULTEE, "sibling");

    @Test
    void in_Sweden_guardians_decide_for_a_child_of_14_and_the_child_at_15() {
        var story = Story.inSweden().born("2006-05-17").guardian("mother");

        assertThat(mayDecide(story, MOTHER, "2021-05-16")).isTrue();
        assertThat(mayDecide(story, SELF, "2021-05-16")).isFalse();
        assertThat(mayDecide(story, MOTHER, "2021-05-17")).isFalse();
        assertThat(mayDecide(story, SELF, "2021-05-17")).isTrue();
    }

    @Test
    void where_only_the_year_of_birth_is_known_the_decider_must_be_entitled_at_either_age() {
        var story = Story.inSweden().born("2006").guardian("mother");

        assertThat(mayDecide(story, MOTHER, "2020-12-31")).isTrue();
        assertThat(mayDecide(story, MOTHER, "2021-06-01")).isFalse();
        assertThat(mayDecide(story, SELF, "2021-06-01")).isFalse();
        assertThat(mayDecide(story, SELF, "2021-12-31")).isTrue();
    }

    @Test
    void in_Sweden_guardians_decide_for_a_person_of_16_who_was_found_to_lack_insight() {
        var story = Story.inSweden().born("2004-01-01").guardian("mother");
        assertThat(mayDecide(story, MOTHER, "2020-06-01")).isFalse();

        story.assessed(CapacityOutcome.LACKS_CAPACITY, "2020-05-01");

        assertThat(mayDecide(story, MOTHER, "2020-06-01")).isTrue();
        assertThat(mayDecide(story, SELF, "2020-06-01")).isFalse();
    }

    @Test
    void in_England_a_child_decides_only_when_assessed_as_competent() {
        var story = Story.inEngland().born("2008-01-01").guardian("mother");
        assertThat(mayDecide(story, SELF, "2020-06-01")).isFalse();
        assertThat(mayDecide(story, PARENT, "2020-06-01")).isTrue();
        assertThat(mayDecide(story, MOTHER, "2020-06-01")).isTrue();

        story.assessed(CapacityOutcome.HAS_CAPACITY, "2020-05-01");

        assertThat(mayDecide(story, SELF, "2020-06-01")).isTrue();
        assertThat(mayDecide(story, PARENT, "2020-06-01")).isFalse();
    }

    @Test
    void in_England_a_consultee_advises_for_an_adult_found_to_lack_capacity() {
        var story = Story.inEngland().consultee("sibling");
        assertThat(mayDecide(story, SIBLING, "2020-06-01")).isFalse();
        assertThat(mayDecide(story, SELF, "2020-06-01")).isTrue();

        story.assessed(CapacityOutcome.LACKS_CAPACITY, "2020-05-01");

        assertThat(mayDecide(story, SIBLING, "2020-06-01")).isTrue();
        assertThat(mayDecide(story, new Decider(DeciderCapacity.CONSULTEE, "cousin"), "2020-06-01"))
                .isFalse();
        assertThat(mayDecide(story, SELF, "2020-06-01")).isFalse();
    }

    @Test
    void nobody_decides_for_a_person_whose_own_no_stands() {
        var story = Story.inSweden().born("2010-01-01").guardian("mother").dissented("2020-05-01");

        assertThat(lacking(story, MOTHER, "2020-06-01")).contains(CoverRule.PERSON_DISSENTED);
        assertThat(mayDecide(story.assented("2020-06-02"), MOTHER, "2020-06-03"))
                .isTrue();
    }

    @Test
    void a_new_edition_counts_from_its_own_day() {
        var story = Story.inSweden()
                .born("2006-05-17")
                .adopted(
                        Country.SE,
                        "2020-01-01",
                        new DecisionRule(0, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false));

        assertThat(mayDecide(story, SELF, "2019-12-31")).isFalse();
        assertThat(mayDecide(story, SELF, "2020-01-01")).isTrue();
    }

    private static boolean mayDecide(Story story, Decider decider, String day) {
        return lacking(story, decider, day).isEmpty();
    }

    private static Optional<CoverRule> lacking(Story story, Decider decider, String day) {
        return story.read()
                .person(ANNA)
                .mayDecide(decider, INTERVIEW, new Occurred(day, null, ZONE))
                .map(Shortfall::rule);
    }
}
