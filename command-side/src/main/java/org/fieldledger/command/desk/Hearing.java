package org.fieldledger.command.desk;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.History;
import org.fieldledger.command.entity.History.Entry;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.command.gate.Erased;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.vault.Sealing;
import org.fieldledger.vault.Sealing.Identified;

/**
 * Decides submissions one after the other on the histories laid before it. Nothing is written here: each accepted one
 * leaves its events and the versions it rests on, and what it added is on record for those that follow.
 */
final class Hearing {

    /** A submission that was accepted, with the events that follow from it. */
    record Verdict(Submission submission, StreamName stream, List<Entry> entries, long version) {}

    private final Chapters chapters;
    private final Instant now;
    private final Map<StreamName, History> streams = new HashMap<>();
    private final Map<EventId, StreamName> whereabouts = new HashMap<>();
    private final Map<StreamName, Long> restsOn = new LinkedHashMap<>();
    private final Set<StreamName> written = new HashSet<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    Hearing(Chapters chapters, Instant now) {
        this.chapters = chapters;
        this.now = now;
    }

    /** Every stream that the decision on a command reads, as far as its own words tell. */
    static Set<StreamName> reads(FieldCommand command) {
        var names = new LinkedHashSet<StreamName>();
        names.add(StreamName.PROGRAMME);
        names.add(StreamName.APPROVALS);
        var report = command.report();
        if (report.caseStudy() != null) names.add(StreamName.caseStudy(report.caseStudy()));
        if (report.caseStudy() != null) names.add(StreamName.FORMS);
        report.participants().forEach(part -> names.add(StreamName.participant(part.participant())));
        names.addAll(command.alsoReads());
        var own = command.stream();
        if (!own.equals(StreamName.OF_ITS_OWN)) names.add(own);
        return names;
    }

    /** Events elsewhere in the log that the command points at: what it corrects, and its evidence. */
    static Set<EventId> pointsAt(FieldCommand command) {
        var ids = new LinkedHashSet<>(command.pointsAt());
        var correction = command.report().corrects();
        if (correction != null) ids.add(correction.event());
        return ids;
    }

    /** Whether a stream was laid before this hearing already. */
    boolean has(StreamName name) {
        return streams.containsKey(name);
    }

    void lay(Map<StreamName, History> histories) {
        histories.forEach(streams::putIfAbsent);
    }

    void layEvents(Map<EventId, StreamName> found) {
        whereabouts.putAll(found);
    }

    /** Decides one submission. Throws {@link Refused}, leaving everything as it was. */
    Verdict decide(Submission submission) {
        var command = submission.command();
        var stream = streamOf(command, submission.commandId());
        var history = streams.getOrDefault(stream, History.EMPTY);
        if (submission.expectedVersion() != null && submission.expectedVersion() != history.version())
            throw Refused.because(
                    Rule.VERSION_MOVED_ON,
                    "%s stands at version %d, not %d"
                            .formatted(stream, history.version(), submission.expectedVersion()),
                    "Look at what has been recorded since, and hand in again with the current version");
        var known = new OnRecord(streams, submission.recordedBy(), now, whereabouts.keySet());
        Erased.admit(
                command,
                Stream.concat(reads(command).stream(), Stream.of(stream)).collect(Collectors.toSet()),
                known);
        var events = chapters.decide(command, known);
        if (!events.isEmpty()) corrects(command, events.getFirst(), history);

        var entries = new ArrayList<Entry>();
        for (var event : events)
            entries.add(new Entry(
                    eventId(submission.commandId(), entries.size()), history.version() + 1 + entries.size(), event));
        for (var name : reads(command)) restsOn.putIfAbsent(name, version(name));
        if (!entries.isEmpty()) {
            restsOn.putIfAbsent(stream, history.version());
            written.add(stream);
            streams.put(stream, history.and(entries));
            entries.forEach(entry -> whereabouts.put(entry.id(), stream));
        }
        var verdict = new Verdict(submission, stream, List.copyOf(entries), version(stream));
        verdicts.add(verdict);
        return verdict;
    }

    /** Seals the personal texts of everything accepted, so that from here on nobody has them in the clear, nor any memory. */
    void seal(Sealing sealing) {
        var texts = verdicts.stream()
                .flatMap(verdict -> verdict.entries().stream())
                .map(entry -> new Identified(entry.id().value(), entry.event()))
                .toList();
        if (texts.isEmpty()) return;
        var sealed = new HashMap<EventId, FieldEvent>();
        var events = sealing.seal(texts).iterator();
        for (var one : texts) sealed.put(new EventId(one.id()), events.next());
        verdicts.replaceAll(verdict -> new Verdict(
                verdict.submission(),
                verdict.stream(),
                verdict.entries().stream()
                        .map(entry -> entry.saying(sealed.getOrDefault(entry.id(), entry.event())))
                        .toList(),
                verdict.version()));
        written.forEach(name -> streams.computeIfPresent(name, (stream, history) -> history.saying(sealed)));
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    /** The versions that the accepted decisions rest on, of streams that none of them writes to. */
    Map<String, Long> conditions() {
        var conditions = new LinkedHashMap<String, Long>();
        restsOn.forEach((name, version) -> {
            if (!written.contains(name)) conditions.put(name.name(), version);
        });
        return conditions;
    }

    /** The histories as they are once everything accepted has been appended. */
    Map<StreamName, History> afterwards() {
        var after = new HashMap<StreamName, History>();
        written.forEach(name -> after.put(name, streams.getOrDefault(name, History.EMPTY)));
        return after;
    }

    /** The version of the stream a command belongs to; -1 where there is none yet, or the command does not say. */
    long versionFor(FieldCommand command) {
        try {
            return version(command.stream());
        } catch (Refused incomplete) {
            return -1;
        }
    }

    private long version(StreamName name) {
        return streams.getOrDefault(name, History.EMPTY).version();
    }

    private StreamName streamOf(FieldCommand command, UUID commandId) {
        var own = command.stream();
        var correction = command.report().corrects();
        if (correction == null)
            return own.equals(StreamName.OF_ITS_OWN) ? new StreamName("action/" + eventId(commandId, 0)) : own;
        var original = whereabouts.get(correction.event());
        if (original == null)
            throw Refused.because(
                    Rule.CORRECTED_EVENT_UNKNOWN,
                    "There is no event %s to correct".formatted(correction.event()),
                    "Take the id of the event from the timeline");
        if (!own.equals(StreamName.OF_ITS_OWN) && !own.equals(original))
            throw Refused.because(
                    Rule.CORRECTED_EVENT_ELSEWHERE,
                    "Event %s belongs to %s, and this correction to %s".formatted(correction.event(), original, own),
                    "Declare the event entered in error, and record the action anew where it belongs");
        return original;
    }

    private static void corrects(FieldCommand command, FieldEvent replacement, History history) {
        var correction = command.report().corrects();
        if (correction == null) return;
        var original = history.find(correction.event())
                .orElseThrow(() -> new IllegalStateException("The corrected event is not in its own stream"));
        if (!history.stands(correction.event()))
            throw Refused.because(
                    Rule.ALREADY_SUPERSEDED,
                    "Event %s has been corrected or declared entered in error already".formatted(correction.event()),
                    "Correct the event that took its place");
        if (!Objects.equals(
                original.event().envelope().caseStudy(), replacement.envelope().caseStudy()))
            throw Refused.because(
                    Rule.CORRECTED_EVENT_ELSEWHERE,
                    "Event %s belongs to another case than the one the report names".formatted(correction.event()),
                    "Name the case of the event in report.case");
        if (!(replacement instanceof EnteredInError)
                && !replacement.getClass().equals(original.event().getClass()))
            throw new Refused(List.of(Problem.of(
                    Rule.CORRECTED_EVENT_OF_ANOTHER_KIND,
                    "Event %s is a %s and cannot become a %s"
                            .formatted(
                                    correction.event(),
                                    original.event().getClass().getSimpleName(),
                                    replacement.getClass().getSimpleName()),
                    "Declare it entered in error, and record the right action anew")));
    }

    /** Derived from the command's id, so that the same command always makes the same events. */
    private static EventId eventId(UUID commandId, int index) {
        var name = ByteBuffer.allocate(20)
                .putLong(commandId.getMostSignificantBits())
                .putLong(commandId.getLeastSignificantBits())
                .putInt(index);
        return new EventId(UUID.nameUUIDFromBytes(name.array()));
    }
}
