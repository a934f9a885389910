package org.fieldledger.query;

import org.jspecify.annotations.Nullable;

/** A part of an answer that is left out unless the question asks to include it. */
public final class Choice {

    /** Whether the parameter says {@code include}. Throws {@link BadQuestion} when it says anything else. */
    public static boolean included(String parameter, @Nullable String written) {
        if (written == null || written.isBlank()) return false;
        if (written.equals("include")) return true;
        throw new BadQuestion(parameter, written, "Write include, or leave it out");
    }

    private Choice() {}
}
