package org.fieldledger.query.release;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.release.Column.Kind;

/** The columns of each table of a release, in format 1. To change one is to make a new format: old releases keep theirs. */
final class Tables {

    private static final Column CASE = text("case", true, "The case, by its code");
    private static final Column PARTICIPANT = text("participant", false, "The participant, by their code");
    private static final Column EVENT = text("event", true, "The entry of the log that the row comes from");
    private static final Column POSITION =
            new Column("position", Kind.INTEGER, true, "Its position in the log: the order of recording");
    private static final Column KIND = text("kind", true, "The kind of entry");
    private static final List<Column> WHEN = List.of(
            text("occurred_from", true, "When it occurred, in local time, as exactly as it is known"),
            text("occurred_until", false, "The last moment, day, month or year of it, where it is an interval"),
            text("zone", true, "The zone of that local time"),
            text("precision", true, "How exactly it is known: minute, day, month or year"),
            new Column("recorded_at", Kind.MOMENT, true, "When the store came to know it, in universal time"));
    private static final List<Column> ADMINISTRATION = joined(
            List.of(
                    CASE,
                    PARTICIPANT,
                    text("session", false, "The session at which it was handed out, where nobody's name is on it"),
                    EVENT,
                    POSITION,
                    KIND,
                    text("instrument", true, "The instrument, by its code"),
                    text("version", true, "The version of the instrument that was used"),
                    text("timepoint", false, "The planned moment it belongs to")),
            WHEN);
    private static final Column KEPT =
            text("kept", true, "whole, or in-part where somebody who left the session asked that it be kept in part");
    private static final Column DEMONSTRATION =
            new Column("demonstration", Kind.BOOLEAN, true, "true where everybody and everything is invented");

    private static final Map<ReleaseTable, List<Column>> COLUMNS = columns();

    private static Map<ReleaseTable, List<Column>> columns() {
        var columns = new EnumMap<ReleaseTable, List<Column>>(ReleaseTable.class);
        columns.put(
                ReleaseTable.ANSWERS,
                joined(
                        ADMINISTRATION,
                        List.of(
                                new Column(
                                        "ordinal",
                                        Kind.INTEGER,
                                        true,
                                        "The place of the answer among the others, from 1"),
                                text("item", true, "The item, by its code; see the codebook"),
                                text("answer", true, "What the answer is: number, text or missing"),
                                new Column("number", Kind.NUMBER, false, "The number that was answered"),
                                text("text", false, "What was answered in words, where the release holds texts"),
                                text("missing", false, "The code that says why there is no answer; see the codebook"),
                                KEPT,
                                DEMONSTRATION)));
        columns.put(
                ReleaseTable.SCORES,
                joined(
                        ADMINISTRATION,
                        List.of(
                                text("score", true, "The score, by its code; see the codebook"),
                                new Column("value", Kind.NUMBER, false, "The sum over its items"),
                                text("absent", false, "Why there is no sum: nothing is filled in for a missing item"),
                                KEPT,
                                DEMONSTRATION)));
        columns.put(
                ReleaseTable.ACTIONS,
                joined(
                        List.of(
                                text("case", false, "The case; none for what was done for the programme as a whole"),
                                EVENT,
                                POSITION,
                                text("chapter", true, "The chapter of fieldwork"),
                                KIND),
                        joined(
                                WHEN,
                                List.of(
                                        text("session", false, "The meeting, by its code"),
                                        text("mode", false, "How people met: in person, by telephone and so on"),
                                        text("language", false, "The language spoken"),
                                        text("approval", false, "The ethics approval it fell under"),
                                        text("objectives", false, "The objectives it serves, parted by a semicolon"),
                                        new Column(
                                                "people", Kind.INTEGER, true, "How many participants had a part in it"),
                                        KEPT,
                                        DEMONSTRATION))));
        columns.put(
                ReleaseTable.PARTS,
                List.of(
                        CASE,
                        EVENT,
                        POSITION,
                        text("participant", true, "Who had a part in it"),
                        text("role", false, "In what role"),
                        text("level", false, "At what level: micro, meso or macro"),
                        DEMONSTRATION));
        columns.put(
                ReleaseTable.PARTICIPANTS,
                List.of(
                        CASE,
                        text("participant", true, "The participant, by their code"),
                        text("role", true, "The role held last"),
                        text("level", false, "The level: micro, meso or macro"),
                        text("site", false, "The site of their enrolment"),
                        text("arm", false, "The arm they were last allocated to"),
                        text("joined", true, "When they were first enrolled"),
                        text("left", false, "When they left, if they have"),
                        text("left_because", false, "Why they left"),
                        DEMONSTRATION));
        columns.put(
                ReleaseTable.CONSENT,
                List.of(
                        CASE,
                        text("participant", true, "The participant, by their code"),
                        text("module", true, "The consent module, by its code"),
                        text("state", true, "Where they stand with it"),
                        text("cause", false, "Why consent that was given does not hold"),
                        text("withdrawal", false, "The kind of withdrawal, where it is withdrawn"),
                        new Column("since", Kind.MOMENT, false, "From when it is so"),
                        text("decision", false, "The entry of the log that made it so"),
                        text("form_version", false, "The text it was given on"),
                        DEMONSTRATION));
        return columns;
    }

    /** The columns of a table, in order. */
    static List<Column> columns(ReleaseTable table) {
        return COLUMNS.getOrDefault(table, List.of());
    }

    /** The columns that tell one row from another. */
    static List<String> key(ReleaseTable table) {
        return switch (table) {
            case ANSWERS -> List.of("event", "ordinal");
            case SCORES -> List.of("event", "score");
            case ACTIONS -> List.of("event");
            case PARTS -> List.of("event", "participant");
            case PARTICIPANTS -> List.of("case", "participant");
            case CONSENT -> List.of("case", "participant", "module");
        };
    }

    /** What a table holds, as a title. */
    static String title(ReleaseTable table) {
        return switch (table) {
            case ANSWERS -> "What people answered, item by item";
            case SCORES -> "Scores that follow from the answers";
            case ACTIONS -> "What was done, action by action";
            case PARTS -> "Who had a part in each action";
            case PARTICIPANTS -> "Who takes part in each case";
            case CONSENT -> "Where participants stand with each consent module";
        };
    }

    /** As it is written in file names and on forms. */
    static String name(ReleaseTable table) {
        return table.name().toLowerCase(Locale.ROOT);
    }

    private static Column text(String name, boolean required, String meaning) {
        return new Column(name, Kind.TEXT, required, meaning);
    }

    private static List<Column> joined(List<Column> some, List<Column> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private Tables() {}
}
