package org.fieldledger.consent;

import java.util.Locale;

/** What an action, or a decision about consent, can lack. The gate refuses, and the audit tells, under these names. */
public enum CoverRule {
    CASE_NOT_OPEN,
    PERFORMER_NOT_ASSIGNED,
    APPROVAL_NOT_IN_FORCE,
    APPROVAL_NOT_STARTED,
    ACTION_NOT_APPROVED,
    PARTICIPANT_NOT_ENROLLED,
    CONSENT_NOT_GIVEN,
    CONSENT_REFUSED,
    CONSENT_WITHDRAWN,
    CONSENT_SUSPENDED,
    CONSENT_EXPIRED,
    CONSENT_INVALIDATED,
    RECONSENT_DUE,
    MODULE_PERIOD_OVER,
    NO_CONTACT,
    MODE_DECLINED,
    SESSION_DISSENTED,
    PERSON_DISSENTED,
    DECIDER_NOT_ENTITLED;

    /** The name in answers, counters and documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
