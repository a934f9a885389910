package org.fieldledger.query.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.Level;
import org.fieldledger.events.Objective;
import org.fieldledger.query.lanes.Lanes;
import org.fieldledger.query.lanes.TimelineAsked;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * What of a timeline is asked for, as the fields of a page show it and can ask it.
 *
 * @param ofOneCase the page is that of a case, which its path names
 */
public record TimelineForm(TimelineAsked asked, boolean ofOneCase) {

    /** The fields that stand at the top of their pages; all others are among more filters. */
    private static final Set<String> ALWAYS_SHOWN = Set.of("participant", "chapter");

    private static final Set<String> ALWAYS_SHOWN_ACROSS_CASES =
            Set.of("participant", "chapter", "programme", "case", "instrument");

    private static final List<Chapter> CHAPTERS = FieldEvents.BY_NAME.values().stream()
            .collect(Collectors.groupingBy(FieldEvents::chapter, TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(chapter -> new Chapter(
                    chapter.getKey(),
                    chapter.getValue().stream()
                            .map(Class::getSimpleName)
                            .sorted(Comparator.naturalOrder())
                            .toList()))
            .toList();

    /** A chapter of fieldwork and the kinds of event in it. */
    public record Chapter(String name, List<String> kinds) {}

    public List<Chapter> chapters() {
        return CHAPTERS;
    }

    public List<String> objectives() {
        return Stream.of(Objective.values()).map(TimelineForm::lower).toList();
    }

    public List<String> levels() {
        return Stream.of(Level.values()).map(TimelineForm::lower).toList();
    }

    public List<String> uses() {
        return Lanes.uses();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What of this one field was asked, as it is written in an address. */
    public @Nullable String of(String field) {
        return asked.written().get(field);
    }

    /** Whether any filter is set that is not always shown, so that nobody overlooks it. */
    public boolean moreAsked() {
        var shown = ofOneCase ? ALWAYS_SHOWN : ALWAYS_SHOWN_ACROSS_CASES;
        return asked.written().keySet().stream()
                .anyMatch(field -> !shown.contains(field) && !(ofOneCase && field.equals("case")));
    }

    /** Of what it is, in words. */
    public String title() {
        var filter = asked.filter();
        if (filter.participant() != null) return "Timeline of " + filter.participant();
        if (filter.instrument() != null) return "Timeline of instrument " + filter.instrument();
        if (asked.caseCode() != null) return "Timeline of case " + asked.caseCode();
        return asked.ofTheProgramme() ? "Timeline of the programme" : "Timeline of all cases";
    }

    /** The part of an address that asks the same again. */
    public String query() {
        return asked.written().entrySet().stream()
                .filter(part -> !(ofOneCase && part.getKey().equals("case")))
                .map(part -> part.getKey() + "=" + UriUtils.encodeQueryParam(part.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
