package org.fieldledger.command.forum;

import java.time.LocalDate;
import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.ForumEvent.Invitee;
import org.fieldledger.events.ForumScope;

/** What can be asked about forums and feedback. */
public sealed interface ForumCommand extends FieldCommand {

    /** Records that a forum was called. */
    record ConveneForum(Report report, int number, ForumScope scope, List<Invitee> invitees, LocalDate planned)
            implements ForumCommand {
        @Override
        public StreamName stream() {
            return StreamName.forum(number);
        }
    }

    /** Records that a forum met. */
    record HoldForum(
            Report report, int number, int attendance, List<String> findingsConsidered, List<String> recommendations)
            implements ForumCommand {
        @Override
        public StreamName stream() {
            return StreamName.forum(number);
        }
    }

    /** Records that a forum that was due did not meet, and why. */
    record MissForum(Report report, int number, String reason) implements ForumCommand {
        @Override
        public StreamName stream() {
            return StreamName.forum(number);
        }
    }

    /** Records that findings were brought back. */
    record FeedBackFindings(Report report, String findings, String audience) implements ForumCommand {
        @Override
        public StreamName stream() {
            return StreamName.OF_ITS_OWN;
        }
    }
}
