package org.fieldledger.events;

import java.util.List;

/** Consent forms: the exact texts that people are shown, each version immutable. */
public sealed interface ConsentFormEvent extends FieldEvent {

    /** The version concerned. */
    FormVersionCode formVersion();

    /** A text came into use: its language, whether it is easy to read, the hash of the text and the modules it asks about. */
    record ConsentFormVersionReleased(
            Envelope envelope,
            FormVersionCode formVersion,
            String form,
            String version,
            Language language,
            boolean easyRead,
            Sha256 text,
            ApprovalReference approval,
            List<ModuleCode> modules)
            implements ConsentFormEvent {}

    /** A text went out of use; decisions made on it stand. */
    record ConsentFormVersionRetired(Envelope envelope, FormVersionCode formVersion, String reason)
            implements ConsentFormEvent {}
}
