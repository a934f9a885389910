package org.fieldledger.command;

import java.util.Locale;

/** Every reason for which the store refuses a command. Each has a name of its own in answers, counters and documents. */
public enum Rule {
    // The report itself
    REPORT_UNREADABLE,
    OCCURRED_IN_THE_FUTURE,
    CASE_NOT_NAMED,
    PARTICIPANT_NOT_NAMED,
    FIELD_NOT_FILLED_IN,
    ALREADY_RECORDED,
    VERSION_MOVED_ON,
    KEY_USED_FOR_ANOTHER_COMMAND,
    ROLE_NOT_ALLOWED,

    // The gate
    PERSON_ERASED,
    CASE_NOT_REGISTERED,
    CASE_NOT_OPEN,
    APPROVAL_NOT_IN_FORCE,
    APPROVAL_NOT_STARTED,
    ACTION_NOT_APPROVED,
    PERFORMER_NOT_ASSIGNED,
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

    // Who decides about consent
    PERSON_DISSENTED,
    DECIDER_NOT_ENTITLED,
    WITNESS_MISSING,

    // What is on record
    PROGRAMME_NOT_REGISTERED,
    MODULE_UNKNOWN,
    APPROVAL_UNKNOWN,
    FORM_VERSION_UNKNOWN,
    FORM_VERSION_NOT_IN_USE,
    MODULE_NOT_ON_FORM,
    NOTHING_GIVEN,
    AMENDMENT_UNKNOWN,
    DECISION_UNKNOWN,
    ERASURE_NOT_DECIDED,
    SITE_UNKNOWN,
    ROLE_NOT_HELD,
    INSTRUMENT_UNKNOWN,
    INSTRUMENT_VERSION_NOT_IN_USE,
    INSTRUMENT_MALFORMED,
    TIMEPOINT_UNKNOWN,
    ITEM_UNKNOWN,
    ANSWER_OUT_OF_RANGE,
    ANSWER_MISSING,
    MISSING_CODE_UNKNOWN,
    SESSION_UNKNOWN,
    DIARY_UNKNOWN,
    GOAL_UNKNOWN,
    FORUM_UNKNOWN,
    YEAR_OUTSIDE_PROGRAMME,
    NOT_A_LEADER,
    EVIDENCE_UNKNOWN,
    DEVIATION_UNKNOWN,
    RELEASE_UNKNOWN,
    INTERVENTION_UNKNOWN,

    // Corrections
    CORRECTED_EVENT_UNKNOWN,
    CORRECTED_EVENT_OF_ANOTHER_KIND,
    CORRECTED_EVENT_ELSEWHERE,
    ALREADY_SUPERSEDED;

    /** The name in answers, counters and documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name as a short sentence. */
    public String title() {
        var words = code().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
