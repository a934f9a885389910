package org.fieldledger.scenarios;

import java.util.List;
import java.util.regex.Pattern;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.consent.ConsentCommand.*;

/**
 * A form of sentence, with what is handed in where something is said like that.
 *
 * @param once whether it is told once for all scenarios
 */
record Template(Pattern form, boolean once, Binding binding) {

    interface Binding {
        List<FieldCommand> of(Said said);
    }

    static final String WHO = "(?<who>[A-Z][a-z]+)";
    static final String BY = "(?<by>[A-Z][a-z]+)";
    static final String WHAT = "(?<what>[a-z-]+(?: and [a-z-]+)*)";
    static final String X = "\\[(?<x>[a-z]+)]";
    static final String CASE = "(?<case>Swedish|English)";
    static final String AS = ", as (?<as>guardian|parent|consultee), ";

    static Template say(String form, Binding binding) {
        return new Template(Pattern.compile(form), false, binding);
    }

    static Template sayOnce(String form, Binding binding) {
        return new Template(Pattern.compile(form), true, binding);
    }
}
