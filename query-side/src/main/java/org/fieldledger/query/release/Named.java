package org.fieldledger.query.release;

import java.util.regex.Pattern;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.query.BadQuestion;

/**
 * A release by its name, for whom and for what question it is, and how it is defined.
 *
 * @param format the edition of the rules it is made by
 */
record Named(String release, String recipient, String question, int format, Definition definition) {

    /** A name that can be a folder, a part of an address and the name of a Data Package. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

    private static final int LONGEST = 500;

    /** Throws {@link BadQuestion} where one of the words cannot stand. */
    static Named of(String release, String recipient, String question, Definition definition) {
        if (!NAME.matcher(release).matches())
            throw new BadQuestion(
                    "name",
                    release,
                    "Write up to 60 letters of A to Z, digits, dots, hyphens and underscores, such as REL-2021-1");
        return new Named(
                release,
                said("recipient", recipient, "Say for whom it is, by office or institution"),
                said("question", question, "Say in a sentence what question it is to answer"),
                ReleaseReading.FORMAT,
                definition);
    }

    private static String said(String parameter, String words, String wayOut) {
        var said = words.strip();
        if (said.isEmpty()) throw new BadQuestion(parameter, words, wayOut);
        if (said.length() > LONGEST)
            throw new BadQuestion(parameter, words, "Write at most %d characters".formatted(LONGEST));
        return said;
    }
}
