package org.fieldledger.query.release;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Choice;
import org.fieldledger.query.release.Releases.Wanted;
import org.jspecify.annotations.Nullable;

/** Reads from an address or a form what is to be in a release, for pages as for the API. */
public final class ReleaseParameters {

    /** Several values are given each by itself or with commas between. Throws {@link BadQuestion} for what cannot be a code. */
    public static Wanted read(Map<String, String[]> given, AsOf asOf) {
        return new Wanted(
                codes(given, "table", Releases::table),
                codes(given, "case", CaseCode::new),
                codes(given, "instrument", InstrumentCode::new),
                codes(given, "timepoint", TimepointCode::new),
                codes(given, "sharing", ModuleCode::new),
                Choice.included("texts", one(given, "texts")),
                asOf,
                position(one(given, "position")));
    }

    /** The values of a parameter that are filled in. */
    public static List<String> several(Map<String, String[]> given, String parameter) {
        return Stream.of(given.getOrDefault(parameter, new String[0]))
                .flatMap(values -> Stream.of(values.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The value of a parameter; empty where it is not filled in. */
    public static String one(Map<String, String[]> given, String parameter) {
        return Stream.of(given.getOrDefault(parameter, new String[0]))
                .findFirst()
                .map(String::strip)
                .orElse("");
    }

    private static <C> List<C> codes(Map<String, String[]> given, String parameter, Function<String, C> reading) {
        return several(given, parameter).stream()
                .map(written -> {
                    try {
                        return reading.apply(written);
                    } catch (IllegalArgumentException e) {
                        throw new BadQuestion(parameter, written, String.valueOf(e.getMessage()));
                    }
                })
                .toList();
    }

    private static @Nullable Long position(String written) {
        if (written.isEmpty()) return null;
        try {
            return Long.valueOf(written);
        } catch (NumberFormatException e) {
            throw new BadQuestion("position", written, "Write a number");
        }
    }

    private ReleaseParameters() {}
}
