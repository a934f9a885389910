package org.fieldledger.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.consent.Story.ANNA;
import static org.fieldledger.consent.Story.APPROVAL;
import static org.fieldledger.consent.Story.CASE;
import static org.fieldledger.consent.Story.FIRST;
import static org.fieldledger.consent.Story.INTERVIEW;
import static org.fieldledger.consent.Story.SECOND;

import java.util.List;
import java.util.Set;
import org.fieldledger.consent.Bearing.Reach;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.EthicsEvent.EthicsApprovalEnded;
import org.fieldledger.events.EthicsEvent.EthicsApprovalSuspended;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Whom something learned of an approval, a text, a rule or a role can concern, and whom it cannot. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BearingTest {

    private static final CaseCode ANOTHER = new CaseCode("ESTHER");
    private static final Set<ModuleCode> ABOUT_INTERVIEWS = Set.of(INTERVIEW);

    private final Story story = Story.inSweden().enrolled();

    @Test
    void an_approval_bears_on_what_was_not_over_when_it_changed() {
        var pause = last(story.and(new EthicsApprovalSuspended(Story.at(null, "2020-05-10"), APPROVAL, "A pause")));

        assertThat(pause.approval()).isTrue();
        assertThat(pause.onUse(interview("2020-05-10"), Set.of())).isTrue();
        assertThat(pause.onUse(interview("2020-05"), Set.of())).isTrue();
        assertThat(pause.onUse(interview("2020-05-08"), Set.of())).isFalse();
    }

    @Test
    void an_approval_known_to_the_minute_bears_on_what_is_known_to_its_day() {
        var pause =
                last(story.and(new EthicsApprovalSuspended(Story.at(null, "2020-05-10T16:00"), APPROVAL, "A pause")));

        assertThat(pause.onUse(interview("2020-05-10T09:00"), Set.of())).isTrue();
    }

    @Test
    void an_approval_that_does_not_name_the_case_bears_only_on_whoever_decided_on_a_text_of_it() {
        var amended = inCase(ANOTHER, story.amended("2020-05-10", ReconsentRule.REQUIRED, FIRST));

        assertThat(amended.approval()).isFalse();
        assertThat(amended.onUse(interview("2020-06-01"), Set.of())).isFalse();
        assertThat(amended.onStanding(Set.of(), ABOUT_INTERVIEWS)).isFalse();
        assertThat(amended.onStanding(Set.of(FIRST.code()), ABOUT_INTERVIEWS)).isTrue();
        assertThat(amended.onUse(interview("2020-06-01"), Set.of(SECOND.code())))
                .isTrue();
    }

    @Test
    void an_amendment_that_asks_nothing_of_people_bears_on_nobody_by_its_texts() {
        var amended = inCase(ANOTHER, story.amended("2020-05-10", ReconsentRule.NOTIFY, FIRST));

        assertThat(amended.onStanding(Set.of(FIRST.code(), SECOND.code()), ABOUT_INTERVIEWS))
                .isFalse();
    }

    @Test
    void a_role_bears_on_what_that_member_of_the_team_did_and_on_nobody_s_consent() {
        var left = last(story.and(roleEnded("fieldworker-1")));

        assertThat(left.onUse(interview("2020-05-10"), Set.of())).isTrue();
        assertThat(left.onUse(interview("2020-05-08"), Set.of())).isFalse();
        assertThat(left.onStanding(Set.of(FIRST.code()), ABOUT_INTERVIEWS)).isFalse();
        assertThat(last(story.and(roleEnded("fieldworker-2"))).onUse(interview("2020-05-10"), Set.of()))
                .isFalse();
    }

    @Test
    void rules_bear_on_whoever_decided_under_them() {
        var gave = story.gave("2020-02-10");
        var adopted = gave.facts().stream()
                .filter(fact -> fact.event() instanceof ConsentRulesAdopted)
                .findFirst()
                .orElseThrow();
        var reach = bearing(CASE, gave).of(adopted);
        var grounds = Bearing.grounds(gave.facts().stream().map(Fact::event).toList());

        assertThat(grounds).containsExactlyInAnyOrder(FIRST.code(), adopted.id().toString());
        assertThat(reach.onStanding(grounds, ABOUT_INTERVIEWS)).isTrue();
        assertThat(reach.onStanding(Set.of(FIRST.code()), ABOUT_INTERVIEWS)).isFalse();
    }

    @Test
    void a_module_bears_on_those_who_decided_about_it_and_on_what_was_taken_under_it() {
        var defined = story.facts().stream()
                .filter(fact -> fact.event() instanceof ConsentModuleDefined)
                .findFirst()
                .map(bearing(CASE, story)::of)
                .orElseThrow();

        assertThat(defined.onStanding(Set.of(), ABOUT_INTERVIEWS)).isTrue();
        assertThat(defined.onStanding(Set.of(), Set.of(new ModuleCode("diary"))))
                .isFalse();
        assertThat(defined.onUse(interview("2020-05-10"), Set.of())).isTrue();
    }

    @Test
    void what_leaves_the_days_of_approval_as_they_were_changes_nobody_s_consent_by_them() {
        var before = story.read().unapproved();
        story.amended("2020-05-10", ReconsentRule.NONE);
        assertThat(story.read().unapproved()).isEqualTo(before);

        story.and(new EthicsApprovalEnded(Story.at(null, "2020-06-10"), APPROVAL, "Done"));
        assertThat(story.read().unapproved()).isNotEqualTo(before);
    }

    private static FieldEvent roleEnded(String researcher) {
        return new ResearcherRoleEnded(
                Story.at("2020-05-10"), new ResearcherCode(researcher), ResearchRole.FIELDWORKER, "Left");
    }

    private static Action interview(String when) {
        return Action.of(Story.interviewed(when, null, ANNA), List.of(ANNA));
    }

    private static Reach last(Story story) {
        return inCase(CASE, story);
    }

    private static Reach inCase(CaseCode caseStudy, Story story) {
        return bearing(caseStudy, story).of(story.facts().getLast());
    }

    private static Bearing bearing(CaseCode caseStudy, Story story) {
        return new Bearing(caseStudy, story.facts().stream().map(Fact::event).toList());
    }
}
