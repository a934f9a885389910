package org.fieldledger.query.research;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked.Parameter;

/** A question about the course of things. Every component that is one can be asked by program, at the command line and as CSV. */
public interface ResearchQuestion {

    /** Short, lower case with hyphens: in addresses, in the access log, in file names. Never changes. */
    String name();

    /** The question as a person asks it. */
    String asks();

    /** The record whose components are the columns of its answer. */
    Class<? extends Record> row();

    /** What it may be narrowed by. */
    Set<Parameter> takes();

    /** What it cannot be asked without. */
    default Set<Parameter> needs() {
        return EnumSet.of(Parameter.CASE);
    }

    /** The projections it is answered from, all as of the same. */
    List<Projection> over();

    /** The answer, from one snapshot. The same times and the same narrowing always give the same. */
    Findings answer(Asked asked, AsOf asOf);

    /**
     * What was found.
     *
     * @param counts figures of the whole, in the order in which they are told
     * @param leftOut how many were left out, by why: what stands in the way of their use, or what else keeps them from the answer
     */
    record Findings(List<? extends Record> rows, Map<String, Long> counts, Map<String, Long> leftOut) {
        public static Findings of(List<? extends Record> rows) {
            return new Findings(rows, Map.of(), Map.of());
        }
    }
}
