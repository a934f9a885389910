package org.fieldledger.command.desk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.entity.History;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ResearcherCode;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Decides as the desk does, on histories kept in memory, so that a thousand histories take seconds. */
public final class DeskInMemory {

    /** What was recorded, or why it was not. */
    public record Verdict(Map<EventId, FieldEvent> events, List<Problem> problems) {}

    private static final Chapters CHAPTERS = chapters();

    private final Map<StreamName, History> streams = new HashMap<>();
    private final Map<EventId, StreamName> whereabouts = new HashMap<>();

    /** Hands in a command under a number of its own, by which its events are named. */
    public Verdict handIn(int number, FieldCommand command, ResearcherCode recordedBy, Instant now) {
        var hearing = new Hearing(CHAPTERS, now);
        hearing.lay(streams);
        hearing.layEvents(whereabouts);
        var id = UUID.nameUUIDFromBytes(("attempt " + number).getBytes(StandardCharsets.UTF_8));
        try {
            var unread = new HashSet<>(Hearing.reads(command));
            unread.removeAll(streams.keySet());
            var empty = new HashMap<StreamName, History>();
            unread.forEach(name -> empty.put(name, History.EMPTY));
            hearing.lay(empty);
            var verdict = hearing.decide(Submission.of(id, command, recordedBy));
            streams.putAll(hearing.afterwards());
            var events = new java.util.LinkedHashMap<EventId, FieldEvent>();
            for (var entry : verdict.entries()) {
                whereabouts.put(entry.id(), verdict.stream());
                events.put(entry.id(), entry.event());
            }
            return new Verdict(events, List.of());
        } catch (Refused refused) {
            return new Verdict(Map.of(), refused.problems());
        }
    }

    /** Every chapter on the class path, as the application finds them, without the application. */
    private static Chapters chapters() {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(Chapter.class));
        return new Chapters(scan.findCandidateComponents("org.fieldledger.command").stream()
                .<Chapter<?>>map(found -> instance(Objects.requireNonNull(found.getBeanClassName())))
                .toList());
    }

    private static Chapter<?> instance(String name) {
        try {
            var constructor = Class.forName(name).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Chapter<?>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
