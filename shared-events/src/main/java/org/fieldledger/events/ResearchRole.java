package org.fieldledger.events;

/** What a member of the team does in a case. Only those assigned to a case act in it. */
public enum ResearchRole {
    CASE_LEAD,
    FIELDWORKER,
    ANALYST,
    DATA_MANAGER
}
