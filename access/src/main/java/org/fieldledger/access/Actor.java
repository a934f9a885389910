package org.fieldledger.access;

import java.util.Set;
import org.fieldledger.events.ResearcherCode;

/** Somebody who has signed in: the code they record under, and what they are to the store. */
public record Actor(ResearcherCode researcher, Set<Role> roles) {

    public Actor {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role... any) {
        for (var role : any) if (roles.contains(role)) return true;
        return false;
    }

    /** Whether they act only in the cases they are assigned to. */
    public boolean onlyInAssignedCases() {
        return !is(Role.DATA_MANAGER, Role.ETHICS_OFFICER, Role.ADMINISTRATOR, Role.REPORTING);
    }
}
