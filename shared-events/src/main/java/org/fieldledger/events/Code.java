package org.fieldledger.events;

import java.util.regex.Pattern;

/** The written form of one kind of code, and the sentence for whoever writes it wrongly. */
record Code(String kind, Pattern form, String example) {

    Code(String kind, String form, String example) {
        this(kind, Pattern.compile(form), example);
    }

    /** Throws {@link IllegalArgumentException} naming the kind, the code and an example of the right form. */
    void require(String code) {
        if (code == null || !form.matcher(code).matches())
            throw new IllegalArgumentException(
                    "'%s' is not a %s; one looks like %s".formatted(abbreviated(code), kind, example));
    }

    private static String abbreviated(String code) {
        return code == null ? "" : code.length() <= 60 ? code : code.substring(0, 57) + "...";
    }
}
