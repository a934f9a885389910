package org.fieldledger.query.release;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.fieldledger.events.FrozenRelease;
import org.fieldledger.events.FrozenRelease.ReleasedFile;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.release.Gathered.Gone;
import org.fieldledger.query.release.Releases.Compared;
import org.fieldledger.query.release.Releases.Finding;

/** Whether a release made again is what it was, and whether what was destroyed since explains all that it is not. */
final class Explained {

    static Finding of(FrozenRelease was, ReleaseFiles.Written now, List<Compared> files) {
        if (files.stream().allMatch(Compared::same) && now.gathered().gone().isEmpty()) return Finding.THE_SAME_BYTES;
        return explained(was, now, files) ? Finding.DESTROYED_SINCE : Finding.NOT_THE_SAME;
    }

    /** Whether what was destroyed accounts for every row that is missing, and everything else is as it was. */
    private static boolean explained(FrozenRelease was, ReleaseFiles.Written now, List<Compared> files) {
        var gone = now.gathered().gone();
        if (gone.isEmpty() || gone.stream().anyMatch(one -> one.erasure() == null)) return false;
        if (!was.participants().equals(now.gathered().participants())
                || !counted(was.withheld()).equals(counted(now.gathered().withheld()))) return false;
        var touched = new TreeSet<String>();
        touched.add(ReleaseFiles.DESCRIPTOR);
        for (var table : was.definition().tables()) {
            if (gone.stream().anyMatch(one -> one.table() == table)) {
                touched.add(Tables.name(table) + ".csv");
                touched.add(Tables.name(table) + ".parquet");
            }
            var before = was.files().stream()
                    .filter(file -> file.name().equals(Tables.name(table) + ".csv"))
                    .map(ReleasedFile::rows)
                    .filter(Objects::nonNull)
                    .findFirst();
            if (before.isEmpty() || !accountedFor(before.get() - now.gathered().rows(table), table, gone)) return false;
        }
        return files.stream()
                .allMatch(file -> file.same() || touched.contains(file.was().name()));
    }

    /** Whether as many rows of a table are missing as were destroyed; where it is gone how many these were, at least one each. */
    private static boolean accountedFor(long missing, ReleaseTable table, List<Gone> gone) {
        var whole = gone.stream()
                .filter(one -> one.table() == table && one.part() == null)
                .toList();
        var known = whole.stream()
                .map(Gone::rows)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        var uncounted = whole.stream().filter(one -> one.rows() == null).count();
        return uncounted == 0 ? missing == known : missing >= known + uncounted;
    }

    /** What was left out but for how many rows it would have made: of what is destroyed since, nobody can tell any more. */
    private static List<Withheld> counted(List<Withheld> withheld) {
        return withheld.stream()
                .map(one -> new Withheld(one.table(), one.caseStudy(), one.reason(), one.entries(), 0, one.people()))
                .toList();
    }

    private Explained() {}
}
