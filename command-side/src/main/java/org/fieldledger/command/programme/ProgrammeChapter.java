package org.fieldledger.command.programme;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.programme.ProgrammeCommand.AdoptConsentRules;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RecordCrossCaseSynthesis;
import org.fieldledger.command.programme.ProgrammeCommand.RecordDissemination;
import org.fieldledger.command.programme.ProgrammeCommand.RecordScopingReview;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.consent.ConsentRules;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ProgrammeEvent;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.CrossCaseSynthesisRecorded;
import org.fieldledger.events.ProgrammeEvent.FindingsDisseminated;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.events.ProgrammeEvent.ScopingReviewConducted;
import org.springframework.stereotype.Component;

/** Decides about the programme as a whole. */
@Component
class ProgrammeChapter implements Chapter<ProgrammeCommand> {

    @Override
    public Class<ProgrammeCommand> commands() {
        return ProgrammeCommand.class;
    }

    @Override
    public List<FieldEvent> decide(ProgrammeCommand command, OnRecord known) {
        var envelope = Gate.admit(command.report(), ProgrammeEvent.class, known);
        if (command instanceof AdoptConsentRules c && alreadyAdopted(c, known)) return List.of();
        return List.of(
                switch (command) {
                    case RegisterProgramme c -> {
                        if (known.programme().registration().isPresent()
                                && c.report().corrects() == null)
                            throw Refused.because(
                                    Rule.ALREADY_RECORDED,
                                    "This store already holds a programme",
                                    "Correct its registration, or keep another programme in a store of its own");
                        if (c.ends().isBefore(c.begins()))
                            throw Refused.because(
                                    Rule.FIELD_NOT_FILLED_IN,
                                    "The programme would end on %s, before it begins on %s"
                                            .formatted(c.ends(), c.begins()),
                                    "Give an end after the beginning");
                        yield new ProgrammeRegistered(
                                envelope, c.programme(), c.title(), c.begins(), c.ends(), c.zone());
                    }
                    case DefineConsentModule c ->
                        new ConsentModuleDefined(
                                envelope,
                                c.module(),
                                c.title(),
                                c.dataCategory(),
                                c.purpose(),
                                c.collectUntil(),
                                c.useUntil(),
                                c.wordings());
                    case AdoptConsentRules c ->
                        new ConsentRulesAdopted(envelope, c.country(), c.edition(), c.rules(), c.sources());
                    case RecordScopingReview c ->
                        new ScopingReviewConducted(
                                envelope, c.databases(), c.query(), c.found(), c.screened(), c.included());
                    case RecordDissemination c ->
                        new FindingsDisseminated(envelope, c.audience(), c.channel(), c.title());
                    case RecordCrossCaseSynthesis c ->
                        new CrossCaseSynthesisRecorded(envelope, c.cases(), c.synthesis());
                });
    }

    /** Whether these very rules were the last of the country's to be adopted, from the same day. */
    private static boolean alreadyAdopted(AdoptConsentRules c, OnRecord known) {
        return c.report().corrects() == null
                && new ConsentRules(known.programme().history().facts())
                        .latest(c.country())
                        .map(ConsentRules.Adopted::fact)
                        .filter(last -> last.event().edition().equals(c.edition())
                                && last.event().rules().equals(c.rules())
                                && last.event().sources().equals(c.sources())
                                && last.occurred().equals(c.report().occurred()))
                        .isPresent();
    }
}
