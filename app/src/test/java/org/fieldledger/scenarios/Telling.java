package org.fieldledger.scenarios;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fieldledger.command.Problem;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.SessionCode;
import org.jspecify.annotations.Nullable;

/** One scenario as it is told: its own cases, texts and people, so that no scenario is in another's way. */
final class Telling {

    static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    static final ZoneId LONDON = ZoneId.of("Europe/London");

    /** What came of a sentence that was handed in: the events recorded, or why not. */
    record Outcome(List<EventId> events, List<Problem> problems) {}

    /** Whose consent to what an event is about. */
    record SpokenOf(Country country, ParticipantCode person, List<ModuleCode> modules) {}

    private final String mark;
    private final Map<String, Country> cases = new HashMap<>();
    private final Map<String, EventId> labels = new HashMap<>();
    private final Map<String, SpokenOf> spokenOfs = new HashMap<>();
    private final Map<String, SessionCode> sessions = new HashMap<>();
    final List<String> troubles = new ArrayList<>();

    Telling(int number) {
        this.mark = "S%02d".formatted(number);
    }

    CaseCode caseOf(Country country) {
        return new CaseCode(mark + "-" + country);
    }

    /** The case a person joined first; Sweden's until they join one. */
    Country countryOf(String person) {
        return cases.getOrDefault(person, Country.SE);
    }

    void joins(String person, Country country) {
        cases.putIfAbsent(person, country);
    }

    static ZoneId zoneOf(Country country) {
        return country == Country.GB ? LONDON : STOCKHOLM;
    }

    ParticipantCode person(String name) {
        return new ParticipantCode(mark + "-" + name.toUpperCase(Locale.ROOT));
    }

    ApprovalReference approval(Country country) {
        return new ApprovalReference(mark + "-" + country + "-2019");
    }

    FormVersionCode text(Country country, String number) {
        return new FormVersionCode(mark + "-" + country + "-TEXT-" + number);
    }

    SessionCode session(String name) {
        return sessions.computeIfAbsent(name, unused -> new SessionCode(mark + "-" + name));
    }

    void labelled(String label, EventId event) {
        labels.put(label, event);
    }

    EventId event(String label) {
        var event = labels.get(label);
        if (event == null) throw new AssertionError("Nothing was recorded under [%s]".formatted(label));
        return event;
    }

    void remembers(String label, SpokenOf spokenOf) {
        spokenOfs.put(label, spokenOf);
    }

    SpokenOf spokenOf(String label) {
        return java.util.Objects.requireNonNull(
                spokenOfs.get(label), () -> "[%s] concerns nobody's consent".formatted(label));
    }

    /** The evening of a day, when the day's work is recorded. */
    static Instant evening(LocalDate day) {
        return day.atTime(LocalTime.of(20, 0)).atZone(STOCKHOLM).toInstant();
    }

    /** The labelled event, where that was recorded. */
    @Nullable
    EventId eventOrNull(String label) {
        return labels.get(label);
    }
}
