package org.fieldledger.command.api;

import org.fieldledger.command.FieldCommand;
import org.fieldledger.events.ResearcherCode;

/** Who is handing in a command, and what they may hand in. Known from the sign-in, never from the request. */
public interface SignedIn {

    /** The member of the team under whose code it is recorded. */
    ResearcherCode researcher();

    /** Whether their roles allow this kind of command at all. */
    boolean mayHandIn(Class<? extends FieldCommand> kind);

    /** Whether they act only in cases they are assigned to today. */
    boolean onlyInAssignedCases();
}
