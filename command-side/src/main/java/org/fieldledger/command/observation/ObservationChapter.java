package org.fieldledger.command.observation;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.CaseStudy;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.observation.ObservationCommand.MissWardCollection;
import org.fieldledger.command.observation.ObservationCommand.RecordObservation;
import org.fieldledger.command.observation.ObservationCommand.WriteFieldNote;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ObservationEvent.FieldNoteWritten;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.events.SiteCode;
import org.springframework.stereotype.Component;

/** Decides about observations and field notes. */
@Component
class ObservationChapter implements Chapter<ObservationCommand> {

    @Override
    public Class<ObservationCommand> commands() {
        return ObservationCommand.class;
    }

    @Override
    public List<FieldEvent> decide(ObservationCommand command, OnRecord known) {
        var caseStudy = known.caseStudy(command.report().theCase());
        return List.of(
                switch (command) {
                    case RecordObservation c -> {
                        var envelope = Gate.admit(c.report(), ObservationMade.class, known);
                        if (c.site() != null) require(c.site(), caseStudy);
                        if (c.headcount() < c.report().participants().size())
                            throw Refused.because(
                                    Rule.FIELD_NOT_FILLED_IN,
                                    "The headcount of %d is less than the %d people named"
                                            .formatted(
                                                    c.headcount(),
                                                    c.report().participants().size()),
                                    "Count everybody who was there");
                        if (c.headcount() > c.report().participants().size()
                                && c.bystanderPolicy().isBlank())
                            throw Refused.because(
                                    Rule.FIELD_NOT_FILLED_IN,
                                    "People who are not enrolled were there, and no bystander policy is given",
                                    "Say how bystanders were told, in bystanderPolicy");
                        yield new ObservationMade(
                                envelope,
                                c.kind(),
                                c.site(),
                                c.strand(),
                                c.phase(),
                                c.headcount(),
                                c.bystanderPolicy());
                    }
                    case MissWardCollection c -> {
                        var envelope = Gate.admit(c.report(), WardCollectionMissed.class, known);
                        require(c.site(), caseStudy);
                        yield new WardCollectionMissed(envelope, c.site(), c.phase(), c.kind(), c.reason());
                    }
                    case WriteFieldNote c ->
                        new FieldNoteWritten(
                                Gate.admit(c.report(), FieldNoteWritten.class, known), c.about(), c.note());
                });
    }

    private static void require(SiteCode site, CaseStudy caseStudy) {
        if (!caseStudy.hasSite(site))
            throw Refused.because(
                    Rule.SITE_UNKNOWN,
                    "Case %s has no site %s".formatted(caseStudy.code(), site),
                    "Check the code, or have the site added first");
    }
}
