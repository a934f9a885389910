package org.fieldledger.demo;

import java.time.LocalDate;
import java.util.List;
import org.fieldledger.command.Report;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.EndEthicsApproval;
import org.fieldledger.command.forum.ForumCommand.ConveneForum;
import org.fieldledger.command.forum.ForumCommand.HoldForum;
import org.fieldledger.command.forum.ForumCommand.MissForum;
import org.fieldledger.command.governance.GovernanceCommand.ReleaseData;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldMeeting;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldSeminar;
import org.fieldledger.command.instrument.InstrumentCommand.RetireInstrumentVersion;
import org.fieldledger.command.interpretation.InterpretationCommand.ReleaseModelVersion;
import org.fieldledger.command.interpretation.InterpretationCommand.ReleaseToolVersion;
import org.fieldledger.command.programme.ProgrammeCommand.RecordCrossCaseSynthesis;
import org.fieldledger.command.programme.ProgrammeCommand.RecordDissemination;
import org.fieldledger.command.programme.ProgrammeCommand.RecordScopingReview;
import org.fieldledger.events.ForumEvent.Invitee;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SessionCode;
import org.fieldledger.programme.ProgrammeDefinition;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.fieldledger.programme.ProgrammeSetUp;

/** What the programme does as a whole: its set-up, forums, seminars, findings and releases. */
final class ProgrammeLife {

    static final ResearcherCode MANAGER = new ResearcherCode("data-manager");
    static final ResearcherCode OFFICER = new ResearcherCode("ethics-officer");

    /** The first year of which data were released. */
    static final int FIRST_RELEASE = 2021;

    /** The forum that did not meet on the day that was set first. */
    private static final int POSTPONED = 5;

    private static final List<String> AUDIENCES =
            List.of("citizens", "practitioners", "managers", "policy makers", "researchers");

    private final Field field;
    private final ProgrammeDefinition programme;

    ProgrammeLife(Field field) {
        this.field = field;
        this.programme = field.programme;
    }

    void live() {
        for (var step : ProgrammeSetUp.steps(programme)) {
            var recorded = step.day().isBefore(programme.begins()) ? programme.begins() : step.day();
            field.agenda.on(recorded, MANAGER, step::command, accepted -> {
                if (step.command() instanceof AmendEthicsApproval amended)
                    field.amendments.put(amended.amendment(), accepted.events().getFirst());
            });
        }
        var reviewed = LocalDate.parse("2019-06-28");
        field.agenda.on(
                reviewed.plusDays(20),
                MANAGER,
                () -> new RecordScopingReview(
                        Report.on(null, new Occurred("2019-04", "2019-06", programme.zone()))
                                .done(),
                        List.of("MEDLINE", "CINAHL", "PsycINFO"),
                        "coproduction AND (health OR social care)",
                        4_200,
                        1_310,
                        93));
        forums();
        for (int year = 2019; year <= 2024; year++) yearly(year);
        for (var approval : programme.approvals())
            field.agenda.on(
                    approval.ends(),
                    MANAGER,
                    () -> new EndEthicsApproval(report(approval.ends()), approval.reference(), "The term ended"));
        var last = programme.ends();
        field.agenda.on(
                last,
                MANAGER,
                () -> new RetireInstrumentVersion(
                        report(last), programme.instruments().getFirst().code(), "1.0", "Fieldwork is over"));
    }

    private void forums() {
        for (var forum : programme.forums()) {
            field.agenda.on(
                    forum.convened(),
                    MANAGER,
                    () -> new ConveneForum(
                            report(forum.convened()),
                            forum.number(),
                            forum.scope(),
                            forum.invitees().entrySet().stream()
                                    .map(invited -> new Invitee(invited.getKey(), invited.getValue()))
                                    .toList(),
                            forum.held()));
            if (forum.number() == POSTPONED)
                field.agenda.on(
                        forum.convened().plusDays(10),
                        MANAGER,
                        () -> new MissForum(
                                report(forum.convened().plusDays(9)),
                                forum.number(),
                                "Too few of those invited could come on the day that was set first"));
            field.agenda.on(
                    forum.held().plusDays(6),
                    MANAGER,
                    () -> new HoldForum(
                            report(forum.held()),
                            forum.number(),
                            30 + 5 * forum.number(),
                            List.of("Trust precedes structure", "Leaders change more often than structures"),
                            List.of("Interview leaders who have left as well")));
        }
    }

    /** The day on which the data of a year are released. */
    static LocalDate released(int year) {
        return LocalDate.of(year, 11, 16);
    }

    static String release(int year) {
        return "REL-" + year;
    }

    private void yearly(int year) {
        var spring = LocalDate.of(year, 5, 14);
        var autumn = LocalDate.of(year, 9, 17);
        field.agenda.on(
                spring,
                MANAGER,
                () -> new HoldMeeting(report(spring), new SessionCode("MEETING-" + year), "Plans for the year"));
        field.agenda.on(
                autumn,
                MANAGER,
                () -> new HoldSeminar(
                        report(autumn), new SessionCode("SEMINAR-" + year), "Measuring what people make together"));
        field.agenda.on(
                autumn.plusDays(20),
                MANAGER,
                () -> new ReleaseModelVersion(
                        report(autumn), "COPRODUCTION", "0." + (year - 2018), "What the year taught"));
        field.agenda.on(
                autumn.plusDays(20),
                MANAGER,
                () -> new ReleaseToolVersion(
                        report(autumn), "DYNAMIC-ASSESSMENT", "1." + (year - 2018), "In Swedish and English"));
        if (year < FIRST_RELEASE) return;
        field.agenda.on(
                autumn.plusDays(40),
                MANAGER,
                () -> new RecordDissemination(
                        report(autumn),
                        AUDIENCES.get(year % 5),
                        "conference",
                        "Working together: findings of " + year));
        field.agenda.on(
                autumn.plusDays(50),
                MANAGER,
                () -> new RecordCrossCaseSynthesis(
                        report(autumn),
                        programme.cases().stream().limit(4).map(Case::code).toList(),
                        "Places that feel safe come before structures that last."));
        field.agenda.on(
                released(year),
                MANAGER,
                () -> new ReleaseData(
                        Report.on(null, Occurred.on(autumn, programme.zone()))
                                .keeping(Field.file("text/csv", "release " + year))
                                .done(),
                        release(year),
                        "statistics group",
                        "measures, all cases",
                        1_000 + year));
    }

    private Report report(LocalDate day) {
        return Report.on(null, Occurred.on(day, programme.zone())).done();
    }
}
