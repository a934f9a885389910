package org.fieldledger.query.research;

import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Nearest;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.comparison.Design;
import org.fieldledger.query.reads.Showing;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion.Findings;
import org.springframework.stereotype.Component;

/** Asks the questions about the course of things by name, as of any two times, and records what is about to be shown. */
@Component
public class Research {

    private final List<ResearchQuestion> all;
    private final Questions questions;
    private final CaseAccess access;
    private final Showing showing;
    private final Design design;
    private final RegisterView register;
    private final Clock clock;
    private final CaseDays days;

    Research(
            List<ResearchQuestion> all,
            Questions questions,
            CaseAccess access,
            Showing showing,
            Design design,
            RegisterView register,
            Clock clock,
            CaseDays days) {
        this.all = all.stream()
                .sorted(Comparator.comparing(ResearchQuestion::name))
                .toList();
        this.questions = questions;
        this.access = access;
        this.showing = showing;
        this.design = design;
        this.register = register;
        this.clock = clock;
        this.days = days;
    }

    /**
     * A question that can be asked.
     *
     * @param takes what it may be narrowed by, in writing
     * @param needs which of these it cannot be asked without
     */
    public record Askable(String name, String asks, List<String> takes, List<String> needs) {}

    /** Every question, in order of its name. */
    public List<Askable> questions() {
        return all.stream()
                .map(question -> new Askable(
                        question.name(),
                        question.asks(),
                        question.takes().stream()
                                .map(Parameter::written)
                                .sorted()
                                .toList(),
                        question.needs().stream()
                                .map(Parameter::written)
                                .sorted()
                                .toList()))
                .toList();
    }

    /**
     * Asks a question by its name. One that names no day in the field is about today, which the basis then states, so that the
     * answer can be had again. A question about one case may be asked of several, side by side: then with what they differ in.
     * Throws {@link BadQuestion} for a question there is not, and for one that is narrowed by what it
     * does not take or not narrowed by what it needs; {@link NothingKnown} where there is no such instrument.
     */
    public ResearchAnswer ask(String name, AsOf asOf, Map<String, String> narrowedBy) {
        var question = named(name);
        var asked = Asked.read(question, narrowedBy);
        asked.cases().forEach(access::require);
        var over = new LinkedHashSet<>(question.over());
        if (asked.compares()) over.addAll(design.over());
        var settled = asOf.settled(clock, days.of(asked.cases()));
        var answer = questions.ask(List.copyOf(over), settled, (upTo, basis) -> {
            var found = asked.compares() ? sideBySide(question, asked, upTo) : question.answer(asked, upTo);
            return new ResearchAnswer(
                    name,
                    question.asks(),
                    basis,
                    found.counts(),
                    found.leftOut(),
                    asked.compares()
                            ? design.differences(
                                    asked.cases(),
                                    asked.text(Parameter.INSTRUMENT).orElse(null),
                                    upTo)
                            : List.of(),
                    question.row(),
                    found.rows());
        });
        if (answer.items().isEmpty())
            asked.text(Parameter.INSTRUMENT).ifPresent(instrument -> requireInstrument(instrument, settled));
        showing.shown(name, narrowedBy, answer.basis(), List.of(question.row()), answer.items());
        return answer;
    }

    private void requireInstrument(String instrument, AsOf asOf) {
        var versions = register.instruments(instrument, false, asOf, new Paging(1, null));
        if (versions.items().isEmpty()) throw new NothingKnown("instrument", instrument);
    }

    /** The rows of each case after those of the one before, and its figures under its own name; what binds all of them, once. */
    private static Findings sideBySide(ResearchQuestion question, Asked asked, AsOf asOf) {
        var rows = new LinkedHashSet<Record>();
        var counts = new LinkedHashMap<String, Long>();
        var leftOut = new LinkedHashMap<String, Long>();
        for (var caseCode : asked.cases()) {
            var own = question.answer(asked.of(caseCode), asOf);
            rows.addAll(own.rows());
            own.counts().forEach((figure, n) -> counts.put(caseCode + " " + figure, n));
            own.leftOut().forEach((why, n) -> leftOut.put(caseCode + " " + why, n));
        }
        return new Findings(List.copyOf(rows), counts, leftOut);
    }

    private ResearchQuestion named(String name) {
        return all.stream()
                .filter(question -> question.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    var names = all.stream().map(ResearchQuestion::name).toList();
                    return new BadQuestion(
                            "question", name, Nearest.asked(name, names) + "Ask one of " + String.join(", ", names));
                });
    }
}
