package org.fieldledger.release;

import java.util.List;
import java.util.stream.Collectors;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Report;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.governance.GovernanceCommand.ReleaseData;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.release.CannotBeMade;
import org.fieldledger.query.release.ReleaseDesk;
import org.fieldledger.query.release.Releases.Made;

/** Hands a release in at the desk of the same process. */
public record RecordedRelease(Desk desk) implements ReleaseDesk {

    @Override
    public void record(Made release, ResearcherCode by) {
        if (desk.submit(desk.ofContent(List.of(command(release)), by)).getFirst() instanceof Answer.Rejected rejected)
            throw new CannotBeMade(rejected.problems().stream()
                    .map(Problem::detail)
                    .collect(Collectors.joining(". ", "It was not put on record, and so counts for nothing: ", "")));
    }

    /** The command that puts it on record: in its case, where it holds one only. */
    public static ReleaseData command(Made release) {
        var definition = release.frozen().definition();
        var cases = definition.cases();
        return new ReleaseData(
                Report.on(
                                cases.size() == 1 ? cases.getFirst() : null,
                                Occurred.at(definition.judgedAt(), definition.zone()))
                        .done(),
                release.release(),
                release.recipient(),
                release.question(),
                release.rows(),
                release.frozen());
    }
}
