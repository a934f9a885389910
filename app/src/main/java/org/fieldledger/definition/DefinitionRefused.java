package org.fieldledger.definition;

import java.util.List;

/** A definition file that cannot be used, with every mistake found in it: one sentence each, with its line. */
public final class DefinitionRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    public DefinitionRefused(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes), null, false, false);
        this.mistakes = List.copyOf(mistakes);
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
