package org.fieldledger.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.command.CommandDesk;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.observation.ObservationCommand.WriteFieldNote;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.MasterKey;
import org.fieldledger.vault.Vault;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The whole way of one command short of HTTP: gateway, histories, gate, append. A field note in an open case, which rests on the
 * case, its approval and who is assigned to it.
 */
final class Commands implements AutoCloseable {

    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final CaseCode CASE = new CaseCode("CAFE");
    private static final ResearcherCode FIELDWORKER = new ResearcherCode("fieldworker-2");
    private static final Occurred THEN = on("2021-03-14");
    static final String NOTE = "chairs in a circle before anyone came, coffee first. ".repeat(2);

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Desk desk;

    /** @param database that holds a store */
    Commands(DataSource database) {
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(
                EventLog.class, () -> EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry()));
        context.registerBean(Vault.class, () -> Vault.open(database, MasterKey.random()));
        context.register(CommandDesk.class);
        context.refresh();
        desk = context.getBean(Desk.class);
        openCase().forEach(this::submit);
    }

    /** One field note. */
    void write() {
        submit(new WriteFieldNote(Report.on(CASE, THEN).done(), "staff session", NOTE));
    }

    private void submit(FieldCommand command) {
        var answer = desk.submit(Submission.of(UUID.randomUUID(), command, FIELDWORKER));
        if (!(answer instanceof Answer.Accepted)) throw new IllegalStateException("Refused: " + answer);
    }

    private static List<FieldCommand> openCase() {
        var start = on("2019-02-01");
        return List.of(
                new RegisterProgramme(
                        Report.on(null, on("2019-01-01")).done(),
                        "SAMSKAPA",
                        "Coproduction",
                        LocalDate.parse("2019-01-01"),
                        LocalDate.parse("2024-12-31"),
                        ZONE),
                new DefineConsentModule(
                        Report.on(null, on("2019-01-01")).done(),
                        new ModuleCode("observation"),
                        Map.of(new Language("en"), "Observation"),
                        "data",
                        "research",
                        LocalDate.parse("2024-12-31"),
                        null),
                new RegisterCase(
                        Report.on(CASE, start).done(), "Learning Café", Country.SE, "Cardiac care", false, ZONE),
                new GrantEthicsApproval(
                        Report.on(null, start).done(),
                        new ApprovalReference("2019-00042"),
                        "Ethics authority",
                        Country.SE,
                        List.of(CASE),
                        List.of(),
                        "adults",
                        List.of(),
                        LocalDate.parse("2019-01-15"),
                        null,
                        LocalDate.parse("2024-12-31")),
                new AssignResearcherRole(Report.on(CASE, start).done(), FIELDWORKER, ResearchRole.FIELDWORKER));
    }

    private static Occurred on(String day) {
        return new Occurred(day, null, ZONE);
    }

    @Override
    public void close() {
        context.close();
    }
}
