package org.fieldledger.store;

import java.util.Arrays;
import java.util.UUID;

/**
 * A command the store has said yes to, with the answer it gave, so that a repeated submission is answered as before.
 *
 * @param fingerprint a mark of what was asked, by which the same is known again; a repeat with another fingerprint is another command under a used id
 * @param outcome the answer, a JSON text kept byte for byte
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record AcceptedCommand(UUID commandId, byte[] fingerprint, String outcome) {

    @Override
    public boolean equals(Object other) {
        return other instanceof AcceptedCommand that
                && commandId.equals(that.commandId)
                && Arrays.equals(fingerprint, that.fingerprint)
                && outcome.equals(that.outcome);
    }

    @Override
    public int hashCode() {
        return commandId.hashCode();
    }
}
