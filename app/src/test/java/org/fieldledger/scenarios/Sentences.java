package org.fieldledger.scenarios;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.scenarios.ScenarioDocument.Sentence;
import org.jspecify.annotations.Nullable;

/** Reads the sentences that tell what happened, each bound to the command that hands it in. What has no form is not understood. */
final class Sentences {

    static final ResearcherCode ELIN = new ResearcherCode("elin");
    static final String DATE = "\\d{1,2} [A-Z][a-z]+ \\d{4}";
    private static final Pattern WHEN =
            Pattern.compile(" (?:on (" + DATE + ")(?: at (\\d\\d:\\d\\d))?|in ((?:[A-Z][a-z]+ )?\\d{4}))");
    private static final Pattern RECORDED = Pattern.compile(", recorded on (" + DATE + ")$");
    private static final Pattern LABEL = Pattern.compile(" \\[([a-z]+)]$");
    private static final Pattern CORRECTED = Pattern.compile("^\\[([a-z]+)] is corrected: (.*)$");
    private static final Pattern UNCOVERED = Pattern.compile(", without cover because ([^\\[]+?)$");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.UK);

    private static final Instant BEFORE_ALL = Telling.evening(LocalDate.parse("2019-02-01"));

    /** What is handed in, when, and under what label it may be spoken of later. */
    record Step(
            Sentence sentence,
            @Nullable Instant recordedAt,
            @Nullable String label,
            boolean once,
            Command command) {}

    interface Command {
        List<FieldCommand> of(Telling telling);
    }

    private static final List<Template> TEMPLATES = Stream.of(
                    SaidOfTheWorld.ALL, SaidOfConsent.ALL, SaidOfFieldwork.ALL)
            .flatMap(List::stream)
            .toList();

    /** Reads a sentence that tells what happened; empty where nothing here is said like that. */
    static Optional<Step> read(Sentence sentence) {
        var text = sentence.text();
        var found = new LinkedHashMap<String, String>();
        text = taken(text, LABEL, "label", found);
        text = taken(text, RECORDED, "recorded", found);
        text = taken(text, UNCOVERED, "uncovered", found);
        var corrected = CORRECTED.matcher(text);
        if (corrected.matches()) {
            found.put("corrects", corrected.group(1));
            text = corrected.group(2);
        }
        var when = WHEN.matcher(text);
        if (when.find()) {
            if (when.group(1) != null) found.put("day", date(when.group(1)).toString());
            if (when.group(2) != null) found.put("time", when.group(2));
            if (when.group(3) != null) found.put("vague", vague(when.group(3)));
            text = text.substring(0, when.start()) + text.substring(when.end());
        }
        for (var template : TEMPLATES) {
            var matcher = template.form().matcher(text);
            if (!matcher.matches()) continue;
            var recordedAt = recordedAt(found, text);
            return Optional.of(new Step(
                    sentence,
                    recordedAt,
                    found.get("label"),
                    template.once(),
                    telling -> template.binding().of(new Said(telling, matcher, found, recordedAt).remembered())));
        }
        return Optional.empty();
    }

    private static String taken(String text, Pattern pattern, String name, Map<String, String> found) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) return text;
        found.put(name, matcher.group(1));
        return text.substring(0, matcher.start());
    }

    /** What holds from the beginning is recorded before all else; a birth, when the person is first spoken of. */
    private static @Nullable Instant recordedAt(Map<String, String> found, String text) {
        if (found.containsKey("recorded")) return Telling.evening(date(found.get("recorded")));
        if (text.endsWith(" was born")) return Telling.evening(LocalDate.parse("2020-02-10"));
        if (!found.containsKey("day")) return BEFORE_ALL;
        var evening = Telling.evening(LocalDate.parse(found.get("day")));
        return evening.isBefore(BEFORE_ALL) ? BEFORE_ALL : evening;
    }

    static LocalDate date(String written) {
        return LocalDate.parse(written, DAY);
    }

    private static String vague(String written) {
        return written.length() == 4
                ? written
                : java.time.YearMonth.parse(written, MONTH).toString();
    }

    private Sentences() {}
}
