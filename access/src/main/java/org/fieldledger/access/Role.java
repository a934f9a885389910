package org.fieldledger.access;

/** What somebody is to the store. A person may hold several. */
public enum Role {
    /** Records fieldwork, in the cases they are assigned to. */
    FIELDWORKER,
    /** Records and reads, in the cases they are assigned to. */
    RESEARCHER,
    /** Reads every consent trail, and no measure contents. */
    ETHICS_OFFICER,
    /** Imports, corrects and releases, in every case. */
    DATA_MANAGER,
    /** Looks after people and settings, and sees no participant data. */
    ADMINISTRATOR,
    /** Reads what is published for reporting, and nothing else. */
    REPORTING
}
