package org.fieldledger.consent;

/** Why consent that was given does not hold at present. */
public enum Cause {
    /** Somebody put it on hold. */
    ON_HOLD("was put on hold"),
    /** The person was found to lack the ability to decide, or to have it where others had decided for them. */
    CAPACITY("is on hold since an assessment of capacity"),
    /** The person reached an age at which they decide for themselves. */
    AGE_REACHED("is on hold until the person decides, who has reached the age to do so"),
    /** No ethics approval of the case is in force. */
    APPROVAL_LAPSED("is on hold while no ethics approval of the case is in force"),
    /** The person objected, and it is not decided. */
    OBJECTION("is on hold until the person's objection is decided"),
    /** The last day of collection under the module has passed. */
    PERIOD_OVER("ended with the module's period of collection"),
    /** An amendment requires a new decision. */
    AMENDMENT("has to be asked for again under an amendment");

    private final String words;

    Cause(String words) {
        this.words = words;
    }

    /** The cause as the end of a sentence that begins with the consent. */
    public String words() {
        return words;
    }
}
