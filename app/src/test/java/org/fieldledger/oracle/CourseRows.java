package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Each row that a store answers about the course of things, written as the plain course writes it; nothing for one not asked about. */
final class CourseRows {

    static String trajectory(JsonNode row) {
        return "%s %s %s %s %s value %s repeat %s baseline %s change %s"
                .formatted(
                        text(row, "event"),
                        text(row, "participant"),
                        text(row, "arm"),
                        text(row, "version"),
                        text(row, "timepoint"),
                        figure(row, "value"),
                        text(row, "repeat"),
                        figure(row, "baseline"),
                        figure(row, "change"));
    }

    static String summary(JsonNode row) {
        return "%s %s %s: of %s n %s missing %s unusable %s nothing %s mean %s sd %s changed %s change %s"
                .formatted(
                        text(row, "version"),
                        text(row, "arm"),
                        text(row, "timepoint"),
                        text(row, "of"),
                        text(row, "n"),
                        text(row, "missing"),
                        text(row, "unusable"),
                        text(row, "nothing"),
                        figure(row, "mean"),
                        figure(row, "sd"),
                        text(row, "changed"),
                        figure(row, "change"));
    }

    static @Nullable String prePost(JsonNode row) {
        if (row.get("site").isNull()) return null; // arms compared, of the same numbers
        return "%s %s %s %s: pre %s %s post %s %s both %s"
                .formatted(
                        text(row, "version"),
                        text(row, "timepoint"),
                        text(row, "site"),
                        text(row, "arm"),
                        text(row, "pre"),
                        figure(row, "preMean"),
                        text(row, "post"),
                        figure(row, "postMean"),
                        text(row, "both"));
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
        var site = text(row, "line");
        return "%s %s: %s %s, quarantined %s, from %s until %s"
                .formatted(
                        site.substring(0, site.indexOf(' ')),
                        text(row, "cell"),
                        text(row, "status"),
                        done ? text(row, "why").split(" ", 2)[0] : "0",
                        text(row, "unusable"),
                        text(row, "from"),
                        text(row, "until"));
    }

    static @Nullable String forum(JsonNode row) {
        return text(row, "grid").equals("forums") ? text(row, "cell") + ": " + text(row, "status") : null;
    }

    /** Without the row of the first day, which only says how many there are. */
    static @Nullable String retained(JsonNode row) {
        if (row.get("left").asInt() + row.get("censored").asInt() == 0) return null;
        return "%s %s: at risk %s left %s censored %s remaining %s"
                .formatted(
                        text(row, "line"),
                        text(row, "day"),
                        text(row, "atRisk"),
                        text(row, "left"),
                        text(row, "censored"),
                        figure(row, "remaining"));
    }

    static String move(JsonNode row) {
        return "%s %s from %s to %s"
                .formatted(text(row, "event"), text(row, "participant"), text(row, "before"), text(row, "after"));
    }

    static String leaders(JsonNode row) {
        return "year %s: %s heard %s"
                .formatted(
                        text(row, "year"),
                        row.get("participants")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList(),
                        text(row, "interviewed"));
    }

    static String ground(JsonNode row) {
        return "%s %s %s %s %s %s"
                .formatted(
                        text(row, "claimEvent"),
                        text(row, "theme"),
                        text(row, "evidence"),
                        text(row, "standing"),
                        text(row, "use"),
                        text(row, "holds"));
    }

    static @Nullable String leadershipCell(JsonNode row) {
        if (!text(row, "grid").equals("leadership")) return null;
        var each = new TreeMap<String, Integer>();
        for (var status : STATUSES.entrySet())
            if (row.get(status.getKey()).asInt() > 0)
                each.put(status.getValue(), row.get(status.getKey()).asInt());
        return "%s: %s of %s %s".formatted(text(row, "cell"), text(row, "status"), text(row, "owed"), each);
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
        return "%s %s %s versions %s in %s at %s arms %s roles %s"
                .formatted(
                        text(row, "country"),
                        text(row, "setting"),
                        text(row, "instrument"),
                        texts(row, "versions"),
                        texts(row, "languages"),
                        texts(row, "timepoints"),
                        texts(row, "arms"),
                        texts(row, "roles"));
    }

    /** A case, and each of its sites. */
    static List<String> caseStudy(JsonNode row) {
        var study = row.get("study");
        var lines = new ArrayList<String>();
        lines.add("%s %s %s in %s since %s closed %s"
                .formatted(
                        text(study, "title"),
                        text(study, "country"),
                        text(study, "setting"),
                        text(study, "zone"),
                        text(study, "since"),
                        text(study, "closed")));
        for (var site : row.get("sites"))
            lines.add("site %s %s since %s".formatted(text(site, "site"), text(site, "arm"), text(site, "since")));
        return lines;
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
        return "%s %s of %s, %s days late, quarantined %s"
                .formatted(
                        row.at("/record/event").asString(),
                        text(row, "kind"),
                        row.path("participants")
                                .valueStream()
                                .map(JsonNode::asString)
                                .sorted()
                                .toList(),
                        row.at("/record/daysLate").asString(),
                        row.at("/record/quarantined").asString());
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
        return row.get(name).valueStream().map(JsonNode::asString).toList();
    }

    private static String text(JsonNode row, String name) {
        var value = row.path(name);
        return value.isNull() || value.isMissingNode() ? "null" : value.asString();
    }

    private static String figure(JsonNode row, String name) {
        var value = row.get(name);
        return PlainScores.figure(value.isNull() ? null : value.asDouble());
    }

    private CourseRows() {}
}
