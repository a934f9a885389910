package org.fieldledger.events;

/** How an interview was led. */
public enum InterviewStyle {
    SEMISTRUCTURED,
    NARRATIVE,
    STRUCTURED
}
