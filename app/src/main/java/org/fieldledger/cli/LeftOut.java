package org.fieldledger.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.query.release.Releases;

/** What a release leaves out by rule, told line by line. */
final class LeftOut {

    static void tell(List<Withheld> withheld, PrintWriter out) {
        if (withheld.isEmpty()) {
            out.println("Nothing had to be left out.");
            return;
        }
        out.println("Left out by rule:");
        for (var one : withheld)
            out.printf(
                    "  %-13s %-12s %,9d rows of %,d people: %s%n",
                    Releases.written(one.table()),
                    one.caseStudy() == null ? "programme" : one.caseStudy(),
                    one.rows(),
                    one.people(),
                    Releases.why(one.reason()).toLowerCase(Locale.ROOT));
    }

    private LeftOut() {}
}
