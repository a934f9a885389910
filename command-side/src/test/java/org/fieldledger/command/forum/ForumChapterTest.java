package org.fieldledger.command.forum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.command.desk.Scenario.on;
import static org.fieldledger.command.desk.Scenario.openCase;

import java.time.LocalDate;
import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.forum.ForumCommand.ConveneForum;
import org.fieldledger.command.forum.ForumCommand.HoldForum;
import org.fieldledger.command.forum.ForumCommand.MissForum;
import org.fieldledger.events.ForumEvent.ForumHeld;
import org.fieldledger.events.ForumEvent.ForumMissed;
import org.fieldledger.events.ForumScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What may be recorded of a forum that did not meet. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ForumChapterTest {

    @Test
    void a_forum_that_did_not_meet_is_recorded_with_the_reason_whether_or_not_it_was_called() {
        var missed =
                openCase().when(missed("2020-03-08")).then(ForumMissed.class).event(ForumMissed.class);

        assertThat(missed.number()).isEqualTo(1);
        assertThat(missed.reason()).isEqualTo("Too few could come");
        openCase().given(called()).when(missed("2020-03-08")).then(ForumMissed.class);
    }

    @Test
    void a_forum_that_was_missed_may_meet_after_all() {
        openCase()
                .given(called(), missed("2020-03-08"))
                .when(held("2020-03-20"))
                .then(ForumHeld.class);
    }

    @Test
    void a_forum_that_met_was_not_missed() {
        openCase()
                .given(called(), held("2020-03-08"))
                .when(missed("2020-03-20"))
                .refused(Rule.ALREADY_RECORDED);
    }

    private static FieldCommand called() {
        return new ConveneForum(report("2020-02-01"), 1, ForumScope.OPEN, List.of(), LocalDate.parse("2020-03-08"));
    }

    private static FieldCommand held(String day) {
        return new HoldForum(report(day), 1, 30, List.of(), List.of());
    }

    private static FieldCommand missed(String day) {
        return new MissForum(report(day), 1, "Too few could come");
    }

    private static Report report(String day) {
        return Report.on(null, on(day)).done();
    }
}
