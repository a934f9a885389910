package org.fieldledger.query.research;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.BadQuestion;
import org.jspecify.annotations.Nullable;

/** What a question is narrowed to, beside the two times. A name it does not know is refused, never overlooked. */
public record Asked(Map<Parameter, String> given) {

    /** What a question may be narrowed by. */
    public enum Parameter {
        CASE("one case, such as CAFE"),
        CASES("several cases side by side, such as CAFE,COMPACT"),
        PARTICIPANT("one person, such as CAFE-0042"),
        INSTRUMENT("one instrument, such as SECURITY"),
        SCORE("one score of the instrument, such as SECURITY-SUM; all of them if left out"),
        ITEM("one item of the instrument in place of its scores, such as S1"),
        ARM("one arm, such as intervention"),
        ROLE("one role, such as patient"),
        TIMEPOINT("one timepoint, such as month-3"),
        BASELINE("the timepoint that changes are counted from; the first of the schedule if left out"),
        SINCE("a day, such as 2021-03-04: nothing that can have begun earlier"),
        UNTIL("a day, such as 2021-12-31: nothing that can have begun later"),
        WINDOW("inside: without what was measured certainly outside the days that its timepoint was planned for"),
        GRID("leadership, forums, wards or timepoints; all of them if left out"),
        THEME("one theme"),
        YEAR("one year of the programme, such as 3");

        private final String meaning;

        Parameter(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }

        /** As it is written in an address or after two hyphens. */
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads what was asked. Throws {@link BadQuestion} for a name that this question does not take, a code that cannot be one,
     * or when something it needs was left out.
     */
    static Asked read(ResearchQuestion question, Map<String, String> written) {
        var given = new EnumMap<Parameter, String>(Parameter.class);
        written.forEach((name, value) -> {
            var parameter = Arrays.stream(Parameter.values())
                    .filter(known -> known.written().equals(name))
                    .filter(taken(question)::contains)
                    .findFirst()
                    .orElseThrow(() -> new BadQuestion(name, value, wayOut(question)));
            if (!value.isBlank()) given.put(parameter, value.strip());
        });
        var severalCases = given.containsKey(Parameter.CASES);
        if (severalCases && given.containsKey(Parameter.CASE))
            throw new BadQuestion(
                    Parameter.CASES.written(), written.getOrDefault("cases", ""), "Name either one case or several");
        for (var needed : question.needs())
            if (!given.containsKey(needed) && !(needed == Parameter.CASE && severalCases))
                throw new BadQuestion(needed.written(), "", "Name " + needed.meaning());
        var asked = new Asked(given);
        asked.cases();
        asked.participant();
        asked.code(Parameter.INSTRUMENT, InstrumentCode::new);
        asked.code(Parameter.TIMEPOINT, TimepointCode::new);
        asked.code(Parameter.BASELINE, TimepointCode::new);
        asked.day(Parameter.SINCE);
        asked.day(Parameter.UNTIL);
        return asked;
    }

    private static String wayOut(ResearchQuestion question) {
        return question.name() + " takes "
                + taken(question).stream().map(Parameter::written).sorted().collect(Collectors.joining(", "))
                + ", trueAt and knownAt";
    }

    /** What a question takes. What is asked of one case can be asked of several. */
    static Set<Parameter> taken(ResearchQuestion question) {
        var taken = EnumSet.noneOf(Parameter.class);
        taken.addAll(question.takes());
        if (taken.contains(Parameter.CASE)) taken.add(Parameter.CASES);
        return taken;
    }

    /** Whether several cases are to stand side by side. */
    boolean compares() {
        return given.containsKey(Parameter.CASES);
    }

    /** The same, of one of them. */
    Asked of(CaseCode caseCode) {
        var one = new EnumMap<>(given);
        one.remove(Parameter.CASES);
        one.put(Parameter.CASE, caseCode.code());
        return new Asked(one);
    }

    public Optional<String> text(Parameter parameter) {
        return Optional.ofNullable(given.get(parameter));
    }

    /** The case, of a question that needs one. */
    public CaseCode caseCode() {
        return code(Parameter.CASE, CaseCode::new).orElseThrow();
    }

    public Optional<CaseCode> maybeCase() {
        return code(Parameter.CASE, CaseCode::new);
    }

    /** Every case that is named, in the order in which they are. */
    public List<CaseCode> cases() {
        var written = given.get(Parameter.CASES);
        if (written == null) return maybeCase().stream().toList();
        return Arrays.stream(written.split(","))
                .map(String::strip)
                .filter(code -> !code.isEmpty())
                .map(code -> read(Parameter.CASES, code, CaseCode::new))
                .distinct()
                .toList();
    }

    public Optional<ParticipantCode> participant() {
        return code(Parameter.PARTICIPANT, ParticipantCode::new);
    }

    /** Whether a person is asked about; everybody is where none is named. */
    public boolean about(@Nullable String participant) {
        return matches(Parameter.PARTICIPANT, participant);
    }

    /** Whether something is what the question names under this parameter; everything is where it names nothing. */
    public boolean matches(Parameter parameter, @Nullable String value) {
        var wanted = given.get(parameter);
        return wanted == null || wanted.equals(value);
    }

    public Optional<LocalDate> day(Parameter parameter) {
        var written = given.get(parameter);
        if (written == null) return Optional.empty();
        try {
            return Optional.of(LocalDate.parse(written));
        } catch (DateTimeParseException e) {
            throw new BadQuestion(parameter.written(), written, "Write a day, such as 2021-03-04");
        }
    }

    /** One of the values of an enum, written in lower case with hyphens. */
    public <E extends Enum<E>> Optional<E> oneOf(Parameter parameter, Class<E> values) {
        var written = given.get(parameter);
        if (written == null) return Optional.empty();
        for (var value : values.getEnumConstants()) if (written(value).equals(written)) return Optional.of(value);
        throw new BadQuestion(
                parameter.written(),
                written,
                "Write one of "
                        + Arrays.stream(values.getEnumConstants())
                                .map(Asked::written)
                                .collect(Collectors.joining(", ")));
    }

    /** An enum as answers write it: lower case with hyphens. */
    public static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private <C> Optional<C> code(Parameter parameter, Function<String, C> reading) {
        var written = given.get(parameter);
        return written == null ? Optional.empty() : Optional.of(read(parameter, written, reading));
    }

    private static <C> C read(Parameter parameter, String written, Function<String, C> reading) {
        try {
            return reading.apply(written);
        } catch (IllegalArgumentException e) {
            throw new BadQuestion(parameter.written(), written, String.valueOf(e.getMessage()));
        }
    }
}
