package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.SessionCode;
import org.fieldledger.query.BadQuestion;
import org.jspecify.annotations.Nullable;

/** What a question is narrowed to, beside the two times. A name it does not know is refused, never overlooked. */
record Inquiry(Map<Parameter, String> given) {

    /** What a question may be narrowed by. */
    enum Parameter {
        CASE("one case, such as CAFE; every case if left out"),
        PARTICIPANT("one person, such as CAFE-0042"),
        SESSION("one meeting, such as CAFE-FG-2020-01"),
        WITHIN("how many months ahead; 12 if left out"),
        READER("who read: a user name or a researcher code"),
        SINCE("a day, such as 2021-03-04: nothing earlier"),
        CHECKPOINT("a position of the log and its root, such as 4932:9f86d0..., as an earlier answer gave them");

        private final String meaning;

        Parameter(String meaning) {
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }

        static Set<String> written(Set<Parameter> parameters) {
            return parameters.stream().map(Parameter::written).collect(Collectors.toSet());
        }

        /** As it is written in an address or after two hyphens. */
        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int YEAR = 12;
    private static final int CENTURY = 1200;

    /**
     * Reads what was asked. Throws {@link BadQuestion} for a name that this question does not take, a code that cannot be
     * one, or when something it needs was left out.
     */
    static Inquiry read(AuditQuestion question, Map<String, String> written) {
        var given = new EnumMap<Parameter, String>(Parameter.class);
        written.forEach((name, value) -> {
            var parameter = Arrays.stream(Parameter.values())
                    .filter(known -> known.written().equals(name))
                    .filter(question.takes()::contains)
                    .findFirst()
                    .orElseThrow(() -> new BadQuestion(name, value, wayOut(question)));
            if (!value.isBlank()) given.put(parameter, value);
        });
        for (var needed : question.needs())
            if (!given.containsKey(needed)) throw new BadQuestion(needed.written(), "", "Name " + needed.meaning());
        var inquiry = new Inquiry(given);
        inquiry.caseCode();
        inquiry.participant();
        inquiry.session();
        inquiry.within();
        inquiry.since();
        return inquiry;
    }

    private static String wayOut(AuditQuestion question) {
        return question.name() + " takes "
                + Set.copyOf(question.takes()).stream()
                        .map(Parameter::written)
                        .sorted()
                        .collect(Collectors.joining(", ", "", question.takes().isEmpty() ? "" : ", "))
                + "trueAt and knownAt";
    }

    Optional<CaseCode> caseCode() {
        return code(Parameter.CASE, CaseCode::new);
    }

    Optional<ParticipantCode> participant() {
        return code(Parameter.PARTICIPANT, ParticipantCode::new);
    }

    /** Whether a person is asked about; everybody is where none is named. */
    boolean about(ParticipantCode person) {
        return participant().map(person::equals).orElse(true);
    }

    Optional<SessionCode> session() {
        return code(Parameter.SESSION, SessionCode::new);
    }

    Optional<String> reader() {
        return Optional.ofNullable(given.get(Parameter.READER));
    }

    Optional<LocalDate> since() {
        var written = given.get(Parameter.SINCE);
        if (written == null) return Optional.empty();
        try {
            return Optional.of(LocalDate.parse(written));
        } catch (DateTimeParseException e) {
            throw new BadQuestion(Parameter.SINCE.written(), written, "Write a day, such as 2021-03-04");
        }
    }

    Optional<String> checkpoint() {
        return Optional.ofNullable(given.get(Parameter.CHECKPOINT));
    }

    /** Months ahead. */
    int within() {
        var written = given.get(Parameter.WITHIN);
        if (written == null) return YEAR;
        try {
            var months = Integer.parseInt(written);
            if (months >= 1 && months <= CENTURY) return months;
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw new BadQuestion(Parameter.WITHIN.written(), written, "Write a number of months from 1 to " + CENTURY);
    }

    private <C> Optional<C> code(Parameter parameter, java.util.function.Function<String, C> reading) {
        @Nullable String written = given.get(parameter);
        if (written == null) return Optional.empty();
        try {
            return Optional.of(reading.apply(written));
        } catch (IllegalArgumentException e) {
            throw new BadQuestion(parameter.written(), written, String.valueOf(e.getMessage()));
        }
    }
}
