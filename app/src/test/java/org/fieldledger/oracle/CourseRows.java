package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Each row that a store answers about the course of things, written as the plain course writes it; nothing for one not asked about. */
final class CourseRows {

    static String trajectory(JsonNode row) {
        return "%s of %s %s %s %s %s value %s missing %s off %s repeat %s baseline %s change %s"
                .formatted(
                        text(row, "event"),
                        text(row, "occurred"),
                        text(row, "participant"),
                        text(row, "arm"),
                        text(row, "version"),
                        text(row, "timepoint"),
                        figure(row, "value"),
                        text(row, "missing"),
                        text(row, "daysOff"),
                        text(row, "repeat"),
                        figure(row, "baseline"),
                        figure(row, "change"));
    }

    static String summary(JsonNode row) {
        return "%s %s %s: of %s n %s missing %s unusable %s outside %s nothing %s mean %s sd %s from %s to %s, least %s median %s greatest %s changed %s change %s sd %s from %s to %s"
                .formatted(
                        text(row, "version"),
                        text(row, "arm"),
                        text(row, "timepoint"),
                        text(row, "of"),
                        text(row, "n"),
                        text(row, "missing"),
                        text(row, "unusable"),
                        text(row, "outside"),
                        text(row, "nothing"),
                        figure(row, "mean"),
                        figure(row, "sd"),
                        figure(row, "lower"),
                        figure(row, "upper"),
                        figure(row, "least"),
                        figure(row, "median"),
                        figure(row, "greatest"),
                        text(row, "changed"),
                        figure(row, "change"),
                        figure(row, "changeSd"),
                        figure(row, "changeLower"),
                        figure(row, "changeUpper"));
    }

    static String prePost(JsonNode row) {
        return "%s %s %s %s: %s pre %s %s %s post %s %s %s both %s difference %s %s %s"
                .formatted(
                        text(row, "version"),
                        text(row, "timepoint"),
                        text(row, "site"),
                        text(row, "arm"),
                        text(row, "kind"),
                        text(row, "pre"),
                        figure(row, "preMean"),
                        figure(row, "preSd"),
                        text(row, "post"),
                        figure(row, "postMean"),
                        figure(row, "postSd"),
                        text(row, "both"),
                        figure(row, "difference"),
                        figure(row, "lower"),
                        figure(row, "upper"));
    }

    static String owed(JsonNode row) {
        return "%s %s: %s %s to %s, off %s, usable %s"
                .formatted(
                        text(row, "participant"),
                        text(row, "timepoint"),
                        text(row, "status"),
                        text(row, "from"),
                        text(row, "until"),
                        text(row, "daysOff"),
                        text(row, "usable"));
    }

    static @Nullable String ward(JsonNode row) {
        if (!text(row, "grid").equals("wards")) return null;
        var done = text(row, "status").equals("DONE");
        return "%s %s: %s %s, unusable %s, from %s until %s"
                .formatted(
                        text(row, "line"),
                        text(row, "cell"),
                        text(row, "status"),
                        done ? text(row, "why") : "0 on record",
                        text(row, "unusable"),
                        text(row, "from"),
                        text(row, "until"));
    }

    /** A timepoint of everybody of one role. */
    static @Nullable String timepoint(JsonNode row) {
        if (!text(row, "grid").equals("timepoints")) return null;
        return "%s, %s: from %s until %s, %s %s"
                .formatted(
                        text(row, "line"),
                        text(row, "cell"),
                        text(row, "from"),
                        text(row, "until"),
                        text(row, "status"),
                        Stream.of(
                                        "owed",
                                        "done",
                                        "due",
                                        "late",
                                        "missed",
                                        "impossible",
                                        "notApproved",
                                        "notDueYet",
                                        "unusable")
                                .map(what -> text(row, what))
                                .toList());
    }

    /** What an answer says it counted, beside its rows. */
    static List<String> counted(JsonNode counts) {
        return counts.propertyStream()
                .map(count -> count.getKey() + " " + count.getValue().asLong())
                .toList();
    }

    /** What was answered at one time, item by item, with its scores. */
    static String administered(JsonNode row) {
        return "%s %s of %s at %s, arm %s, %s %s %s, %s: %s %s"
                .formatted(
                        text(row, "kind"),
                        text(row, "caseCode"),
                        text(row, "participant"),
                        text(row, "session"),
                        text(row, "arm"),
                        text(row, "instrument"),
                        text(row, "version"),
                        text(row, "timepoint"),
                        when(row),
                        row.path("responses")
                                .valueStream()
                                .map(answer -> "%s %s %s %s"
                                        .formatted(
                                                text(answer, "item"),
                                                text(answer, "number"),
                                                text(answer, "text"),
                                                text(answer, "missing")))
                                .toList(),
                        row.path("scores")
                                .valueStream()
                                .map(score -> "%s %s %s"
                                        .formatted(text(score, "score"), text(score, "value"), text(score, "absent")))
                                .toList());
    }

    static @Nullable String forum(JsonNode row) {
        return text(row, "grid").equals("forums") ? text(row, "cell") + ": " + text(row, "status") : null;
    }

    static String retained(JsonNode row) {
        return "%s %s: at risk %s left %s censored %s remaining %s error %s from %s to %s"
                .formatted(
                        text(row, "line"),
                        text(row, "day"),
                        text(row, "atRisk"),
                        text(row, "left"),
                        text(row, "censored"),
                        figure(row, "remaining"),
                        figure(row, "error"),
                        figure(row, "lower"),
                        figure(row, "upper"));
    }

    static String move(JsonNode row) {
        return "%s %s from %s to %s"
                .formatted(text(row, "event"), text(row, "participant"), text(row, "before"), text(row, "after"));
    }

    static String leaders(JsonNode row) {
        return "year %s %s: %s came %s went %s heard %s again %s share %s change %s"
                .formatted(
                        text(row, "year"),
                        text(row, "status"),
                        texts(row, "participants"),
                        texts(row, "came"),
                        texts(row, "went"),
                        text(row, "interviewed"),
                        text(row, "again"),
                        figure(row, "share"),
                        figure(row, "shareChange"));
    }

    static String ground(JsonNode row) {
        return "%s %s %s %s %s %s %s"
                .formatted(
                        text(row, "claimEvent"),
                        text(row, "theme"),
                        text(row, "evidence"),
                        text(row, "standing"),
                        text(row, "beneath"),
                        text(row, "use"),
                        text(row, "holds"));
    }

    static @Nullable String leadershipCell(JsonNode row) {
        if (!text(row, "grid").equals("leadership")) return null;
        var each = new TreeMap<String, Integer>();
        for (var status : STATUSES.entrySet())
            if (row.get(status.getKey()).asInt() > 0)
                each.put(status.getValue(), row.get(status.getKey()).asInt());
        return "%s: %s of %s %s unusable %s"
                .formatted(text(row, "cell"), text(row, "status"), text(row, "owed"), each, text(row, "unusable"));
    }

    private static final Map<String, String> STATUSES = Map.of(
            "done", "DONE",
            "due", "DUE",
            "late", "LATE",
            "missed", "MISSED",
            "impossible", "IMPOSSIBLE",
            "notApproved", "NOT_APPROVED");

    static String coverage(JsonNode row) {
        return "year %s %s to %s: %s %s"
                .formatted(
                        text(row, "year"),
                        text(row, "from"),
                        text(row, "until"),
                        text(row, "status"),
                        row.get("leaders")
                                .valueStream()
                                .map(leader -> "%s %s %s"
                                        .formatted(
                                                text(leader, "leader"), text(leader, "status"), text(leader, "event")))
                                .toList());
    }

    static String design(JsonNode row) {
        return "%s %s %s versions %s in %s answered in %s at %s arms %s roles %s"
                .formatted(
                        text(row, "country"),
                        text(row, "setting"),
                        text(row, "instrument"),
                        texts(row, "versions"),
                        texts(row, "languages"),
                        texts(row, "answeredIn"),
                        texts(row, "timepoints"),
                        texts(row, "arms"),
                        texts(row, "roles"));
    }

    /** A case, and each of its sites. */
    static List<String> caseStudy(JsonNode row) {
        var lines = new ArrayList<String>();
        lines.add(study(row.get("study")));
        for (var site : row.get("sites"))
            lines.add("site %s %s since %s".formatted(text(site, "site"), text(site, "arm"), text(site, "since")));
        return lines;
    }

    private static String study(JsonNode study) {
        return "%s %s %s in %s since %s closed %s"
                .formatted(
                        text(study, "title"),
                        text(study, "country"),
                        text(study, "setting"),
                        text(study, "zone"),
                        text(study, "since"),
                        text(study, "closed"));
    }

    static String inTheRegister(JsonNode study) {
        return "%s vulnerable %s %s".formatted(text(study, "caseCode"), text(study, "vulnerableGroup"), study(study));
    }

    static String person(JsonNode row) {
        return "%s %s enrolled %s as %s %s at %s, reason %s, since %s"
                .formatted(
                        text(row, "participant"),
                        text(row, "caseCode"),
                        text(row, "enrolled"),
                        text(row, "role"),
                        text(row, "level"),
                        text(row, "site"),
                        hyphened(row, "reason"),
                        text(row, "since"));
    }

    static String step(String person, JsonNode row) {
        return "%s in %s %s as %s %s at %s, reason %s, %s"
                .formatted(
                        person,
                        text(row, "caseCode"),
                        text(row, "step"),
                        text(row, "role"),
                        text(row, "level"),
                        text(row, "site"),
                        hyphened(row, "reason"),
                        when(row));
    }

    private static String hyphened(JsonNode row, String name) {
        return text(row, name).replace('_', '-');
    }

    private static String when(JsonNode row) {
        var occurred = row.get("occurred");
        var record = row.get("record");
        return "%s until %s in %s to the %s: %s at %s, recorded %s, %s days late, quarantined %s"
                .formatted(
                        text(occurred, "from"),
                        text(occurred, "until"),
                        text(occurred, "zone"),
                        text(occurred, "precision"),
                        text(record, "event"),
                        text(record, "position"),
                        text(record, "recordedAt"),
                        text(record, "daysLate"),
                        text(record, "quarantined"));
    }

    /** A version of an instrument with all that it consists of. */
    static String definition(JsonNode row) {
        var definition = row.get("definition");
        return "%s %s %s %s since %s retired %s by %s: items %s, missing codes %s, scores %s"
                .formatted(
                        text(row, "instrument"),
                        text(row, "version"),
                        text(row, "kind"),
                        languages(row.path("title")),
                        text(row, "since"),
                        text(row, "retired"),
                        text(row, "event"),
                        definition
                                .path("items")
                                .valueStream()
                                .map(item -> "%s %s from %s to %s of %s free %s"
                                        .formatted(
                                                text(item, "code"),
                                                languages(item.path("text")),
                                                text(item, "least"),
                                                text(item, "greatest"),
                                                texts(item, "choices"),
                                                text(item, "freeText")))
                                .toList(),
                        definition
                                .path("missingCodes")
                                .valueStream()
                                .map(code -> text(code, "code") + " " + languages(code.path("meaning")))
                                .toList(),
                        definition
                                .path("scores")
                                .valueStream()
                                .map(score -> "%s %s over %s"
                                        .formatted(
                                                text(score, "code"),
                                                languages(score.path("title")),
                                                texts(score, "items")))
                                .toList());
    }

    private static List<String> languages(JsonNode texts) {
        return texts.propertyStream()
                .map(text -> text.getKey() + " " + text.getValue().asString())
                .sorted()
                .toList();
    }

    static String teamRole(JsonNode row) {
        return "%s %s since %s until %s"
                .formatted(text(row, "researcher"), text(row, "role"), text(row, "since"), text(row, "until"));
    }

    static String instrument(JsonNode row) {
        return "%s %s in %s retired %s"
                .formatted(
                        text(row, "instrument"),
                        text(row, "version"),
                        row.get("title").propertyNames().stream().sorted().toList(),
                        text(row, "retired"));
    }

    static String entry(JsonNode row) {
        return "%s %s of %s, %s days late, quarantined %s, under way %s"
                .formatted(
                        row.at("/record/event").asString(),
                        text(row, "kind"),
                        row.path("participants")
                                .valueStream()
                                .map(JsonNode::asString)
                                .sorted()
                                .toList(),
                        row.at("/record/daysLate").asString(),
                        row.at("/record/quarantined").asString(),
                        row.path("underWay").asBoolean(false));
    }

    static String use(JsonNode row) {
        return row.at("/record/event").asString() + " " + row.path("use").asString("");
    }

    static String superseded(JsonNode row) {
        return row.at("/record/event").asString() + " "
                + row.at("/record/supersededBy").asString("");
    }

    static String change(JsonNode row) {
        return "%s %s %s to %s"
                .formatted(
                        row.at("/record/event").asString(),
                        text(row, "change"),
                        text(row, "useBefore"),
                        text(row, "use"));
    }

    static String part(String person, JsonNode row) {
        return "%s %s %s".formatted(person, row.at("/record/event").asString(), text(row, "kind"));
    }

    private static List<String> texts(JsonNode row, String name) {
        return row.path(name).valueStream().map(JsonNode::asString).toList();
    }

    private static String text(JsonNode row, String name) {
        var value = row.path(name);
        return value.isNull() || value.isMissingNode() ? "null" : value.asString();
    }

    private static String figure(JsonNode row, String name) {
        var value = row.path(name);
        return PlainFigures.figure(value.isNull() || value.isMissingNode() ? null : value.asDouble());
    }

    private CourseRows() {}
}
