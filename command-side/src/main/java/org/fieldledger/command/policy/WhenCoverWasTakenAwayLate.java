package org.fieldledger.command.policy;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.command.entity.History;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.command.governance.GovernanceCommand.OpenDeviation;
import org.fieldledger.command.policy.Gap.Uncovered;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Followers;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the store learns late that cover had been taken away, a deviation is opened: it names the decision, what was recorded
 * in the gap and is quarantined from now on, and the releases in which that may have left the store. Follows the log; whatever
 * is done about an event is done under a key made from it, so that being cut off, or two processes doing it, changes nothing.
 */
public class WhenCoverWasTakenAwayLate {

    /** The store itself, where it does something without being asked. */
    public static final ResearcherCode THE_STORE = new ResearcherCode("fieldledger");

    static final String NAME = "late cover";

    private static final Logger LOGGER = LoggerFactory.getLogger(WhenCoverWasTakenAwayLate.class);
    private static final int PAGE = 1_000;

    /** More than this in one deviation would make an event that nobody can read. */
    private static final int MOST_ACTIONS = 1_000;

    private final EventLog log;
    private final Desk desk;
    private final Followers followers;
    private final MeterRegistry meters;
    private final FieldEventReader reader = new FieldEventReader();
    private final Set<String> notOpened = ConcurrentHashMap.newKeySet();

    WhenCoverWasTakenAwayLate(EventLog log, Desk desk, DataSource database, MeterRegistry meters) {
        this.log = log;
        this.desk = desk;
        this.followers = new Followers(database);
        this.meters = meters;
    }

    /** Deals with everything recorded so far. Returns the position up to which that is done. */
    public synchronized long catchUp() {
        var position = followers.position(NAME);
        for (; ; ) {
            var events = log.after(position, PAGE);
            if (events.isEmpty()) return position;
            for (var event : events) follow(event);
            position = events.getLast().position();
            followers.moveOn(NAME, position);
        }
    }

    /** Waits until something is recorded beyond a position. False if nothing was within this time. */
    boolean awaitBeyond(long position, Duration atMost) {
        return log.awaitBeyond(position, atMost);
    }

    private void follow(StoredEvent stored) {
        var learned = learned(stored);
        var wrong = learned.wrong()
                .flatMap(event -> log.event(event.value()))
                .map(this::learned)
                .orElse(null);
        if (learned.mayTakeCoverAway(wrong)) for (var here : cases(learned)) follow(learned, wrong, here);
    }

    private void follow(Learned learned, @Nullable Learned wrong, CaseCode here) {
        var from = from(learned, wrong);
        if (from >= learned.position() - 1) return;
        var gap = gap(learned, here, from);
        if (gap.isEmpty()) return;
        var names = readings(here, gap.people());
        var streams = read(log.streams(names));
        var before = reading(here, names, streams, learned.position() - 1);
        var now = reading(here, names, streams, learned.position());
        var uncovered = gap.uncovered(before, now);
        for (int begin = 0; begin < uncovered.actions().size(); begin += MOST_ACTIONS)
            open(learned, here, now.zone(), uncovered, begin);
    }

    private Learned learned(StoredEvent stored) {
        return Learned.of(stored, read(stored));
    }

    private FieldEvent read(StoredEvent stored) {
        return reader.read(stored.type(), stored.revision(), stored.payload());
    }

    /** The last position before anything that may lack cover: nothing is recorded before it occurs. */
    private long from(Learned learned, @Nullable Learned wrong) {
        var matters =
                wrong != null && wrong.matters().isBefore(learned.matters()) ? wrong.matters() : learned.matters();
        var recorded = log.positionAsOf(matters);
        return learned.person()
                .map(person -> log.streams(Set.of(StreamName.participant(person).name())).values().stream()
                        .flatMap(List::stream)
                        .mapToLong(StoredEvent::position)
                        .min()
                        .orElse(learned.position()))
                .map(first -> Math.max(recorded, first))
                .orElse(recorded);
    }

    private Gap gap(Learned learned, CaseCode here, long from) {
        var gap = new Gap(here, learned.person().orElse(null));
        for (var page = log.ofCase(here.code(), from, learned.position() - 1, PAGE);
                !page.isEmpty();
                page = log.ofCase(here.code(), page.getLast().position(), learned.position() - 1, PAGE))
            for (var stored : page) gap.add(stored.position(), new EventId(stored.eventId()), read(stored));
        releasedAcrossCases(from, learned.position() - 1).forEach(gap::add);
        return gap;
    }

    /** The releases of several cases in a stretch of the log, which belong to no single one, by their positions. */
    private Map<Long, DataReleased> releasedAcrossCases(long from, long upTo) {
        var releases = new TreeMap<Long, DataReleased>();
        for (var page = log.ofCase(null, from, upTo, PAGE);
                !page.isEmpty();
                page = log.ofCase(null, page.getLast().position(), upTo, PAGE))
            for (var stored : page)
                if (stored.type().equals(DataReleased.class.getSimpleName())
                        && read(stored) instanceof DataReleased released) releases.put(stored.position(), released);
        return releases;
    }

    /** The cases whose actions it may concern. */
    private Set<CaseCode> cases(Learned learned) {
        var own = learned.event().envelope().caseStudy();
        if (own != null) return Set.of(own);
        var approvals = new LinkedHashSet<CaseCode>();
        for (var stored : log.streams(Set.of(StreamName.APPROVALS.name())).values().stream()
                .flatMap(List::stream)
                .toList())
            if (stored.position() <= learned.position()
                    && read(stored) instanceof EthicsApprovalGranted granted
                    && (!(learned.event() instanceof EthicsEvent ethics)
                            || granted.reference().equals(ethics.reference()))) approvals.addAll(granted.cases());
        return approvals;
    }

    /** The streams that the reading of a case rests on. */
    private static Set<String> readings(CaseCode here, Set<ParticipantCode> people) {
        var names = new LinkedHashSet<String>();
        for (var name :
                List.of(StreamName.PROGRAMME, StreamName.APPROVALS, StreamName.FORMS, StreamName.caseStudy(here)))
            names.add(name.name());
        people.forEach(person -> names.add(StreamName.participant(person).name()));
        return names;
    }

    private record Read(long position, History.Entry entry) {}

    private Map<String, List<Read>> read(Map<String, List<StoredEvent>> streams) {
        var read = new HashMap<String, List<Read>>();
        streams.forEach((name, events) -> read.put(
                name,
                events.stream()
                        .map(event -> new Read(
                                event.position(),
                                new History.Entry(new EventId(event.eventId()), event.sequence(), read(event))))
                        .toList()));
        return read;
    }

    /** The case as it read when the log ended at a position. */
    private static CaseReading reading(CaseCode here, Set<String> names, Map<String, List<Read>> streams, long upTo) {
        var histories = new HashMap<StreamName, History>();
        names.forEach(name -> histories.put(
                new StreamName(name),
                new History(streams.getOrDefault(name, List.of()).stream()
                        .filter(event -> event.position() <= upTo)
                        .map(Read::entry)
                        .toList())));
        return new OnRecord(histories, THE_STORE, Instant.EPOCH, Set.of()).reading(here);
    }

    private void open(Learned learned, CaseCode here, ZoneId zone, Uncovered uncovered, int begin) {
        var end = Math.min(begin + MOST_ACTIONS, uncovered.actions().size());
        var part = begin / MOST_ACTIONS;
        var code = "LATE-%s-%s%s"
                .formatted(here, learned.id().toString().substring(0, 8), part == 0 ? "" : "-" + (part + 1));
        var report = Report.on(here, Occurred.at(learned.recordedAt(), zone)).done();
        var answer = submit(
                learned.person().map(report::about).orElse(report),
                code,
                learned,
                here,
                uncovered,
                begin,
                end,
                part,
                "");
        // Nothing more is recorded about whoever was erased meanwhile. What went wrong is on record all the same: it
        // names
        // the decision, and no person.
        if (answer instanceof Answer.Rejected rejected && rules(rejected).contains(Rule.PERSON_ERASED))
            answer = submit(report, code, learned, here, uncovered, begin, end, part, " of somebody erased");
        if (answer instanceof Answer.Rejected rejected) {
            meters.counter("fieldledger.policy.refused", "policy", NAME).increment();
            notOpened.add(code);
            LOGGER.error(
                    "The deviation {} could not be opened about position {}: {}. Open it by hand.",
                    code,
                    learned.position(),
                    rules(rejected).stream().map(Rule::code).collect(Collectors.joining(", ")));
        } else meters.counter("fieldledger.policy.acted", "policy", NAME).increment();
    }

    private Answer submit(
            Report report,
            String code,
            Learned learned,
            CaseCode here,
            Uncovered uncovered,
            int begin,
            int end,
            int part,
            String how) {
        var command = new OpenDeviation(
                report,
                code,
                learned.id(),
                "It came to be known late that cover had been taken away. What had been recorded as covered meanwhile is"
                        + " quarantined; whoever received the releases named here is to be told.",
                uncovered.actions().subList(begin, end),
                uncovered.releases());
        var key = UUID.nameUUIDFromBytes(
                "%s %s %s %d%s".formatted(NAME, learned.id(), here, part, how).getBytes(StandardCharsets.UTF_8));
        return desk.submit(Submission.of(key, command, THE_STORE));
    }

    private static List<Rule> rules(Answer.Rejected rejected) {
        return rejected.problems().stream().map(Problem::rule).toList();
    }

    /** The deviations that were refused since this process began, by their codes: somebody has to open them by hand. */
    Set<String> notOpened() {
        return Set.copyOf(notOpened);
    }
}
