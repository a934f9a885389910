package org.fieldledger.command.api;

import static org.fieldledger.access.Role.ADMINISTRATOR;
import static org.fieldledger.access.Role.DATA_MANAGER;
import static org.fieldledger.access.Role.ETHICS_OFFICER;
import static org.fieldledger.access.Role.FIELDWORKER;
import static org.fieldledger.access.Role.RESEARCHER;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.fieldledger.access.AccessRules;
import org.fieldledger.access.Actor;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Role;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.casestudy.CaseStudyCommand;
import org.fieldledger.command.consent.ConsentCommand;
import org.fieldledger.command.consentform.ConsentFormCommand;
import org.fieldledger.command.desk.Chapters;
import org.fieldledger.command.ethics.EthicsCommand;
import org.fieldledger.command.governance.GovernanceCommand;
import org.fieldledger.command.governance.GovernanceCommand.DecideErasure;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.governance.GovernanceCommand.GiveReleaseNotice;
import org.fieldledger.command.governance.GovernanceCommand.ReleaseData;
import org.fieldledger.command.governance.GovernanceCommand.SignOffAuditReport;
import org.fieldledger.command.instrument.InstrumentCommand;
import org.fieldledger.command.programme.ProgrammeCommand;
import org.fieldledger.events.ResearcherCode;
import org.springframework.stereotype.Component;

/** Which roles hand in which commands: setting up is for those who look after the store, fieldwork for those in the field. */
@Component
class CommandRoles implements AccessRules, Supplier<SignedIn> {

    private final CurrentActor currentActor;
    private final Chapters chapters;

    CommandRoles(CurrentActor currentActor, Chapters chapters) {
        this.currentActor = currentActor;
        this.chapters = chapters;
    }

    @Override
    public List<Rule> rules() {
        var anyoneButReporting = new Role[] {FIELDWORKER, RESEARCHER, ETHICS_OFFICER, DATA_MANAGER, ADMINISTRATOR};
        return List.of(
                Rule.get("/api/commands", anyoneButReporting),
                Rule.post("/api/commands/*", anyoneButReporting),
                new Rule(null, "/v3/api-docs/**", List.of()));
    }

    @Override
    public SignedIn get() {
        return new Visitor(currentActor.get());
    }

    private final class Visitor implements SignedIn {

        private final Actor actor;

        Visitor(Actor actor) {
            this.actor = actor;
        }

        @Override
        public ResearcherCode researcher() {
            return actor.researcher();
        }

        @Override
        public boolean mayHandIn(Class<? extends FieldCommand> kind) {
            return actor.roles().stream().anyMatch(roles(kind)::contains);
        }

        @Override
        public boolean onlyInAssignedCases() {
            return actor.onlyInAssignedCases();
        }
    }

    private Set<Role> roles(Class<? extends FieldCommand> kind) {
        var family = chapters.of(kind).commands();
        if (family == ProgrammeCommand.class || family == CaseStudyCommand.class)
            return Set.of(ADMINISTRATOR, DATA_MANAGER);
        if (family == EthicsCommand.class || family == ConsentFormCommand.class)
            return Set.of(ETHICS_OFFICER, DATA_MANAGER);
        if (family == InstrumentCommand.class || kind == ReleaseData.class || kind == ErasePerson.class)
            return Set.of(DATA_MANAGER);
        if (kind == SignOffAuditReport.class || kind == DecideErasure.class) return Set.of(ETHICS_OFFICER);
        if (kind == GiveReleaseNotice.class) return Set.of(ETHICS_OFFICER, DATA_MANAGER);
        if (family == ConsentCommand.class || family == GovernanceCommand.class)
            return Set.of(FIELDWORKER, RESEARCHER, ETHICS_OFFICER, DATA_MANAGER);
        return Set.of(FIELDWORKER, RESEARCHER, DATA_MANAGER);
    }
}
