package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a release can hold, each kind in a table of its own; written the same in events and in answers. */
public enum ReleaseTable {
    /** What people answered, a row for each item. */
    @JsonProperty("answers")
    ANSWERS,
    /** The scores that follow from the answers. */
    @JsonProperty("scores")
    SCORES,
    /** What was done, a row for each action. */
    @JsonProperty("actions")
    ACTIONS,
    /** Who had a part in each action. */
    @JsonProperty("parts")
    PARTS,
    /** Who takes part in each case, as what and in which arm. */
    @JsonProperty("participants")
    PARTICIPANTS,
    /** Where each participant stands with each consent module. */
    @JsonProperty("consent")
    CONSENT
}
