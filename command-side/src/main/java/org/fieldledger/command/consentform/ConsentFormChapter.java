package org.fieldledger.command.consentform;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionRetired;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.FieldEvent;
import org.springframework.stereotype.Component;

/** Decides about consent form versions. */
@Component
class ConsentFormChapter implements Chapter<ConsentFormCommand> {

    @Override
    public Class<ConsentFormCommand> commands() {
        return ConsentFormCommand.class;
    }

    @Override
    public List<FieldEvent> decide(ConsentFormCommand command, OnRecord known) {
        var envelope = Gate.admit(command.report(), ConsentFormEvent.class, known);
        return switch (command) {
            case ReleaseConsentFormVersion c -> List.of(release(c, envelope, known));
            case RetireConsentFormVersion c -> {
                if (known.forms().version(c.formVersion()).isEmpty())
                    throw Refused.because(
                            Rule.FORM_VERSION_UNKNOWN,
                            "There is no consent form version %s".formatted(c.formVersion()),
                            "Check the code");
                yield known.forms().retired(c.formVersion()) && c.report().corrects() == null
                        ? List.of()
                        : List.of(new ConsentFormVersionRetired(envelope, c.formVersion(), c.reason()));
            }
        };
    }

    private static FieldEvent release(ReleaseConsentFormVersion c, Envelope envelope, OnRecord known) {
        if (known.forms().version(c.formVersion()).isPresent() && c.report().corrects() == null)
            throw Refused.because(
                    Rule.ALREADY_RECORDED,
                    "Consent form version %s is already in the store, and a version never changes"
                            .formatted(c.formVersion()),
                    "Release the changed text under a new version");
        if (known.approvals().granted(c.approval()).isEmpty())
            throw Refused.because(
                    Rule.APPROVAL_UNKNOWN,
                    "There is no ethics approval %s".formatted(c.approval()),
                    "Record the approval before the forms it covers");
        if (c.modules().isEmpty())
            throw Refused.because(
                    Rule.FIELD_NOT_FILLED_IN,
                    "Form version %s asks about no consent module".formatted(c.formVersion()),
                    "Name the modules the text asks about");
        for (var module : c.modules())
            if (known.programme().module(module).isEmpty())
                throw Refused.because(
                        Rule.MODULE_UNKNOWN,
                        "There is no consent module %s".formatted(module),
                        "Define the module first, or check its code");
        return new ConsentFormVersionReleased(
                envelope,
                c.formVersion(),
                c.form(),
                c.version(),
                c.language(),
                c.easyRead(),
                c.text(),
                c.approval(),
                c.modules());
    }
}
