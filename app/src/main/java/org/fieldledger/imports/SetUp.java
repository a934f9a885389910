package org.fieldledger.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.instrument.InstrumentCommand.AdoptSchedule;
import org.fieldledger.command.instrument.InstrumentCommand.ReleaseInstrumentVersion;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearchRole;

/** What has to be on record before the first row: the case, its approval, modules, instruments, schedules and performer. */
final class SetUp {

    /**
     * The commands in order, each under the words its key is made of.
     *
     * @param modulesThere consent modules that the store has already; they are left as they are
     */
    static Map<String, FieldCommand> commands(Mapping mapping, Set<String> modulesThere) {
        var commands = new LinkedHashMap<String, FieldCommand>();
        var study = mapping.study();
        var opened = new Occurred(study.opened().toString(), null, study.zone());
        var inCase = Report.on(study.code(), opened).done();
        var atLarge = Report.on(null, opened).done();
        for (var module : mapping.modules())
            if (!modulesThere.contains(module.code().code()))
                commands.put(
                        "module " + module.code(),
                        new DefineConsentModule(
                                atLarge,
                                module.code(),
                                module.title(),
                                module.dataCategory(),
                                module.purpose(),
                                null,
                                null,
                                module.wordings()));
        commands.put(
                "case",
                new RegisterCase(
                        inCase,
                        study.title(),
                        study.country(),
                        study.setting(),
                        study.vulnerableGroup(),
                        study.zone()));
        commands.put(
                "approval",
                new GrantEthicsApproval(
                        Report.on(null, new Occurred(study.decided().toString(), null, study.zone()))
                                .done(),
                        study.approval(),
                        study.authority(),
                        study.country(),
                        List.of(study.code()),
                        List.of(),
                        study.population(),
                        List.of(),
                        study.decided(),
                        null,
                        null));
        commands.put("performer", new AssignResearcherRole(inCase, mapping.performer(), ResearchRole.FIELDWORKER));
        for (var instrument : mapping.instruments())
            commands.put(
                    "instrument " + instrument.code() + " " + instrument.version(),
                    new ReleaseInstrumentVersion(
                            atLarge,
                            instrument.code(),
                            instrument.version(),
                            instrument.kind(),
                            instrument.title(),
                            instrument.items(),
                            instrument.missingCodes(),
                            instrument.scores()));
        for (var schedule : mapping.schedules())
            commands.put(
                    "schedule " + schedule.instrument() + " " + schedule.version(),
                    new AdoptSchedule(inCase, schedule.instrument(), schedule.version(), schedule.timepoints()));
        return commands;
    }

    private SetUp() {}
}
