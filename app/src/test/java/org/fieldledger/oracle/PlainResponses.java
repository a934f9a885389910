package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.oracle.PlainHistory.Administered;
import org.fieldledger.oracle.PlainReading.Held;
import org.jspecify.annotations.Nullable;

/** What was answered in a case and may be used, and how often what stands in the way of the rest, read off the plain course. */
final class PlainResponses {

    private final PlainCourse plain;
    private final CaseCode caseCode;
    private final Map<String, String> narrowedBy;
    private final List<Shown> shown = new ArrayList<>();

    /** How many are left out, by what stands in the way. */
    final Map<String, Integer> leftOut = new TreeMap<>();

    private record Shown(Administered given, boolean quarantined) {}

    /** @param narrowedBy as a question names it: by instrument, timepoint, participant or item, and whether with quarantine */
    PlainResponses(PlainCourse plain, CaseCode caseCode, Map<String, String> narrowedBy) {
        this.plain = plain;
        this.caseCode = caseCode;
        this.narrowedBy = narrowedBy;
        for (var given : new PlainHistory(plain).given(caseCode)) if (asked(given)) judge(given);
    }

    private boolean asked(Administered given) {
        return asked("instrument", given.instrument().code())
                && asked("timepoint", given.timepoint())
                && asked("participant", given.person())
                && (!narrowedBy.containsKey("item") || !responses(given).isEmpty());
    }

    private boolean asked(String by, @Nullable String value) {
        return !narrowedBy.containsKey(by) || narrowedBy.get(by).equals(value);
    }

    /** Those that are asked for. */
    private List<Response> responses(Administered given) {
        return given.responses().stream()
                .filter(response -> asked("item", response.item()))
                .toList();
    }

    private void judge(Administered given) {
        var use = plain.use(given.line());
        var quarantined = use == Held.QUARANTINED && narrowedBy.containsKey("quarantined");
        if (quarantined) use = plain.useHadItBeenCovered(given.line());
        if (use == Held.USABLE) shown.add(new Shown(given, quarantined));
        else leftOut.merge(PlainCourse.written(use), 1, Integer::sum);
    }

    /** A row for each time an instrument was answered, with its items and its scores. */
    List<String> rows() {
        return shown.stream()
                .map(one -> {
                    var given = one.given();
                    return "%s %s of %s at %s, arm %s, %s %s %s, %s: %s %s"
                            .formatted(
                                    given.line().event().getClass().getSimpleName(),
                                    caseCode,
                                    given.person(),
                                    given.session(),
                                    arm(given),
                                    given.instrument(),
                                    given.version(),
                                    given.timepoint(),
                                    PlainHistory.written(given.line(), one.quarantined()),
                                    responses(given).stream()
                                            .map(answer -> "%s %s %s %s"
                                                    .formatted(
                                                            answer.item(),
                                                            PlainHistory.figures(answer.number()),
                                                            answer.text(),
                                                            answer.missing()))
                                            .toList(),
                                    new PlainHistory(plain).scores(given));
                })
                .toList();
    }

    /** A row for each item and each score. */
    List<String> cells() {
        var cells = new ArrayList<String>();
        for (var one : shown) {
            var given = one.given();
            var occurred = given.line().occurred();
            var about = "%s at %d in %s of %s at %s, arm %s, %s %s %s, %s until %s in %s, recorded %s, quarantined %s"
                    .formatted(
                            given.line().id(),
                            given.line().position(),
                            caseCode,
                            given.person(),
                            given.session(),
                            arm(given),
                            given.instrument(),
                            given.version(),
                            given.timepoint(),
                            occurred.from(),
                            occurred.until(),
                            occurred.zone(),
                            given.line().recordedAt(),
                            one.quarantined());
            for (var answer : responses(given))
                cells.add("%s: item %s %s %s %s"
                        .formatted(
                                about,
                                answer.item(),
                                PlainHistory.figures(answer.number()),
                                answer.text(),
                                answer.missing()));
            for (var score : new PlainHistory(plain).scores(given)) cells.add("%s: score %s".formatted(about, score));
        }
        return cells;
    }

    private @Nullable String arm(Administered given) {
        return given.person() == null ? null : plain.arm(caseCode, given.person());
    }
}
