package org.fieldledger.query.audit;

import java.util.Locale;

/** What an action can lack. The codes are those under which the gate refuses. */
enum CoverRule {
    CASE_NOT_OPEN,
    PERFORMER_NOT_ASSIGNED,
    APPROVAL_NOT_IN_FORCE,
    PARTICIPANT_NOT_ENROLLED,
    CONSENT_NOT_GIVEN,
    CONSENT_REFUSED,
    CONSENT_WITHDRAWN,
    CONSENT_SUSPENDED,
    CONSENT_EXPIRED,
    MODULE_PERIOD_OVER,
    PERSON_DISSENTED;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
