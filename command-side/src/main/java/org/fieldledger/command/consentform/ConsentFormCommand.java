package org.fieldledger.command.consentform;

import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Sha256;

/** What can be asked about consent form versions. */
public sealed interface ConsentFormCommand extends FieldCommand {

    /** The version concerned. */
    FormVersionCode formVersion();

    @Override
    default StreamName stream() {
        return StreamName.FORMS;
    }

    /** Brings an exact text into use. */
    record ReleaseConsentFormVersion(
            Report report,
            FormVersionCode formVersion,
            String form,
            String version,
            Language language,
            boolean easyRead,
            Sha256 text,
            ApprovalReference approval,
            List<ModuleCode> modules)
            implements ConsentFormCommand {}

    /** Takes a text out of use. */
    record RetireConsentFormVersion(Report report, FormVersionCode formVersion, String reason)
            implements ConsentFormCommand {}
}
