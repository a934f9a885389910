package org.fieldledger.events;

/** What an instrument is used as. */
public enum InstrumentKind {
    MEASURE,
    SURVEY,
    FUNCTION_ASSESSMENT,
    EVENT_QUESTIONNAIRE
}
