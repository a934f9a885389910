package org.fieldledger.query.reporting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One view of {@code reporting_v1}, written once in {@code sql/reporting_v1} and made into a view of how things stand, a
 * function that answers as of two times, and what the feed asks. The same rows, whichever of the three is asked.
 *
 * <p>In the file, lines that begin with {@code --:} say what the view and each of its columns hold. What begins with
 * {@code @} is said here for all views alike: who is shown what must not be said twice.
 *
 * @param key the columns by which a row is known in the feed, in order
 * @param narrowing by what the feed can ask for some of the rows
 */
record PublishedView(
        String name, List<String> key, Narrowing narrowing, String said, Map<String, String> columns, String body) {

    /** By what some of a view's rows can be asked for. */
    enum Narrowing {
        BY_POSITION,
        BY_POSITION_OR_PERSON,
        BY_PERSON,
        /** The first of its key is the case. */
        BY_CASE,
        /** It is small, and always asked for whole. */
        NOT_AT_ALL
    }

    static final List<PublishedView> ALL = List.of(
            read("cases", List.of("case_code"), Narrowing.NOT_AT_ALL),
            read("timeline", List.of("event"), Narrowing.BY_POSITION),
            read("participants", List.of("case_code", "participant"), Narrowing.BY_PERSON),
            read("consent_state", List.of("case_code", "participant", "module"), Narrowing.BY_PERSON),
            read("measures", List.of("event", "ordinal"), Narrowing.BY_POSITION_OR_PERSON),
            read("scores", List.of("event", "score"), Narrowing.BY_POSITION_OR_PERSON),
            read("leadership_coverage", List.of("case_code", "programme_year"), Narrowing.BY_CASE),
            read("timepoint_coverage", List.of("case_code", "instrument", "role", "timepoint"), Narrowing.BY_CASE),
            read("ward_coverage", List.of("case_code", "site", "phase", "kind"), Narrowing.BY_CASE),
            read("forums", List.of("event"), Narrowing.NOT_AT_ALL),
            read("releases", List.of("event"), Narrowing.NOT_AT_ALL));

    /** How far everything has been read, and which day it is: what all the others rest on. */
    static final PublishedView BASIS = read("basis", List.of(), Narrowing.NOT_AT_ALL);

    /** The cases of which nothing shows at present. */
    private static final String HELD_BACK = SqlFiles.read("held_back").replaceAll("(?m)^--.*\n", "");

    private static final Pattern MACRO = Pattern.compile("@(\\w+)(?:\\((\\w+)(?:, (\\w+))?\\))?");

    static Optional<PublishedView> named(String name) {
        return ALL.stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /** Whether its rows name people. */
    boolean namesPeople() {
        return columns.containsKey("participant") || columns.containsKey("participants");
    }

    /** The key of a row, as SQL over a row of the view called {@code v}. */
    String keySql() {
        return key.stream().map("v.%s::text"::formatted).collect(Collectors.joining(" || '/' || "));
    }

    /** How it stands today, as far as is known. */
    String asItStands() {
        return asked("b.today", "b.known_at") + expanded("true", "true");
    }

    /** The body of the function that answers as of two times. What may no longer be used now shows in no earlier picture. */
    String asOfTwoTimes() {
        var function = name + "_at";
        return asked(
                        "coalesce(%s.true_at, b.today)".formatted(function),
                        "least(coalesce(%s.known_at, 'infinity'), b.known_at)".formatted(function))
                + expanded("(%s.of_case is null or $.case_code = %s.of_case)".formatted(function, function), """
                        exists (select from reporting.material_use n
                                 where n.position = $.position and n.use = 'usable'
                                   and n.true_from <= (select today from asked) and n.true_until > (select today from asked)
                                   and n.known_from <= (select latest from asked) and n.known_until > (select latest from asked))""");
    }

    /**
     * Some or all of its rows as they stand on the day {@code :today}.
     *
     * @param all else only those of {@code :positions}, {@code :people} or {@code :cases}, as far as it can be narrowed
     */
    String forTheFeed(boolean all) {
        var byPosition = "$.position = any(cast(:positions as bigint[]))";
        var byPerson = "$.participant = any(cast(:people as text[]))";
        var narrowed = all
                ? "true"
                : switch (narrowing) {
                    case BY_POSITION -> byPosition;
                    case BY_PERSON -> byPerson;
                    case BY_CASE -> "$.case_code = any(cast(:cases as text[]))";
                    case BY_POSITION_OR_PERSON -> "(%s or %s)".formatted(byPosition, byPerson);
                    case NOT_AT_ALL -> "true";
                };
        return asked("cast(:today as date)", "b.known_at") + expanded(narrowed, "true");
    }

    /** The two times, and what shows to nobody: cases of which something could not be read, and whoever was erased. */
    private static String asked(String trueAt, String knownAt) {
        return """
                with asked as materialized (
                    select %s as true_at, %s as known_at, b.today, b.known_at as latest,
                           array(%s) as held_back,
                           array(select unnest(t.participants) from query.timeline t where t.kind = 'PersonErased') as erased
                      from reporting_v1.basis b)
                """.formatted(trueAt, knownAt, HELD_BACK);
    }

    private String expanded(String narrowed, String nowToo) {
        var own = body.startsWith("with ") ? ", " + body.substring("with ".length()) : body;
        return MACRO.matcher(own).replaceAll(found -> {
            var of = String.valueOf(found.group(2));
            var with = String.valueOf(found.group(3));
            return Matcher.quoteReplacement(
                    switch (found.group(1)) {
                        case "true_at" -> "(select true_at from asked)";
                        case "known_at" -> "(select known_at from asked)";
                        case "erased" -> "((select erased from asked)::text[])";
                        case "begun" -> "%s.begun_on <= (select true_at from asked)".formatted(of);
                        case "known" -> """
                    %1$s.recorded_at <= (select known_at from asked) \
                    and (%1$s.superseded_at is null or %1$s.superseded_at > (select known_at from asked))""".formatted(of);
                        case "shown" -> """
                    coalesce(%s.case_code, '-') <> all ((select held_back from asked)::text[]) \
                    and '' <> all ((select held_back from asked)::text[])""".formatted(of);
                        case "use" -> """
                    %1$s.position = %2$s.position and %1$s.use = 'usable' \
                    and %1$s.true_from <= (select true_at from asked) and %1$s.true_until > (select true_at from asked) \
                    and %1$s.known_from <= (select known_at from asked) and %1$s.known_until > (select known_at from asked)""".formatted(of, with);
                        case "approved" -> """
                    exists (select from reporting.approval approved \
                    where approved.case_code = %1$s.case_code and approved.chapter = %1$s.chapter and approved.approved \
                    and %1$s.from_day <= least(%1$s.until_day, (select true_at from asked)) \
                    and approved.true_from <= least(%1$s.until_day, (select true_at from asked)) and approved.true_until > %1$s.from_day \
                    and approved.known_from <= (select known_at from asked) and approved.known_until > (select known_at from asked))""".formatted(of);
                        case "judged" ->
                            "exists (select from reporting.approval judged where judged.case_code = %s.case_code)"
                                    .formatted(of);
                        case "narrowed" -> narrowed.replace("$", of);
                        case "now_too" -> nowToo.replace("$", of);
                        case "days_late" -> """
                    greatest(0, (%1$s.recorded_at at time zone %1$s.zone)::date \
                    - ((%1$s.occurred_latest - case when coalesce(%1$s.occurred_until, %1$s.occurred_from) like '%%T%%' \
                    then interval '0' else interval '1 microsecond' end) at time zone %1$s.zone)::date)""".formatted(of);
                        default ->
                            throw new IllegalStateException(
                                    "%s says @%s, which nobody knows".formatted(name, found.group(1)));
                    });
        });
    }

    private static PublishedView read(String name, List<String> key, Narrowing narrowing) {
        var file = SqlFiles.read("reporting_v1/" + name);
        var said = "";
        var columns = new LinkedHashMap<String, String>();
        var body = new StringBuilder();
        for (var line : file.lines().toList()) {
            if (!line.startsWith("--: ")) body.append(line).append('\n');
            else if (said.isEmpty()) said = line.substring("--: ".length());
            else {
                var column = line.substring("--: ".length()).split(" {2}", 2);
                columns.put(column[0], column[1]);
            }
        }
        return new PublishedView(name, key, narrowing, said, columns, body.toString());
    }
}
