package org.fieldledger.query.audit;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fieldledger.query.audit.Inquiry.Parameter;

/** One of the questions an ethics officer asks. Its number is its place in the list, for ever. */
sealed interface AuditQuestion permits CaseQuestion, LogQuestion {

    int number();

    /** Short, lower case with hyphens: in addresses, on the command line, in file names. */
    String name();

    /** The question as a person asks it. */
    String asks();

    /** The record whose components are the columns of its answer. */
    Class<? extends Record> row();

    /** What it may be narrowed by. */
    default Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.PARTICIPANT);
    }

    /** What it cannot be asked without. */
    default Set<Parameter> needs() {
        return Set.of();
    }

    /** Whether it takes all of these and needs nothing else. */
    default boolean canBeAskedOf(Set<String> narrowedBy) {
        return Parameter.written(takes()).containsAll(narrowedBy) && narrowedBy.containsAll(Parameter.written(needs()));
    }

    /** Whether data managers ask it as well as ethics officers. */
    default boolean forDataManagers() {
        return true;
    }

    /** An enum as answers write it: lower case with hyphens. */
    static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What was found: rows, and figures of the whole, which are added up over cases.
     *
     * @param counts in the order in which they are told
     */
    record Findings(List<? extends Record> rows, Map<String, Long> counts) {
        static Findings of(List<? extends Record> rows) {
            return new Findings(rows, Map.of());
        }
    }
}
