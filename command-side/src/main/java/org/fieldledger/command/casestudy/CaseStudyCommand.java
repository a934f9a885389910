package org.fieldledger.command.casestudy;

import java.time.ZoneId;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.Country;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SiteCode;
import org.jspecify.annotations.Nullable;

/** What can be asked of a case study. Every report names the case. */
public sealed interface CaseStudyCommand extends FieldCommand {

    @Override
    default StreamName stream() {
        return StreamName.caseStudy(report().theCase());
    }

    /** Opens a case study from the day the report says. */
    record RegisterCase(
            Report report, String title, Country country, String setting, boolean vulnerableGroup, ZoneId zone)
            implements CaseStudyCommand {}

    /** Closes a case study. */
    record CloseCase(Report report, String reason) implements CaseStudyCommand {}

    /** Adds a place of fieldwork. */
    record AddSite(
            Report report,
            SiteCode site,
            String name,
            @Nullable String arm) implements CaseStudyCommand {}

    /** Gives a member of the team a role in the case, from the day the report says. */
    record AssignResearcherRole(Report report, ResearcherCode researcher, ResearchRole role)
            implements CaseStudyCommand {}

    /** Ends a role in the case. */
    record EndResearcherRole(Report report, ResearcherCode researcher, ResearchRole role, String reason)
            implements CaseStudyCommand {}
}
