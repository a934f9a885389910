package org.fieldledger.command.desk;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.store.AnsweredCommand;
import org.fieldledger.store.Appended;
import org.fieldledger.store.CommandRepeated;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StreamMovedOn;
import org.fieldledger.vault.Sealing;
import org.springframework.stereotype.Component;

/**
 * Takes submissions and answers each. Those of one call are decided in order, each seeing what the earlier ones added, and
 * all that is accepted is appended in one step. When another process recorded something that a decision rests on, the
 * whole call is decided again on what is on record now.
 */
@Component
public class Desk {

    /** Enough for any crowd at one stream; beyond it the store itself is in trouble. */
    private static final int MOST_ATTEMPTS = 50;

    private final CommandGateway gateway;
    private final EventLog log;
    private final Histories histories;
    private final Chapters chapters;
    private final Publication publication;
    private final Sealing sealing;
    private final Fingerprints fingerprints;
    private final Clock clock;
    private final MeterRegistry meters;

    Desk(
            CommandGateway gateway,
            CommandBus bus,
            EventLog log,
            Histories histories,
            Chapters chapters,
            Publication publication,
            Sealing sealing,
            Fingerprints fingerprints,
            Clock storeClock,
            MeterRegistry meters) {
        this.gateway = gateway;
        this.log = log;
        this.histories = histories;
        this.chapters = chapters;
        this.publication = publication;
        this.sealing = sealing;
        this.fingerprints = fingerprints;
        this.clock = storeClock;
        this.meters = meters;
        bus.subscribe(HandedIn.class.getName(), (CommandMessage<?> message) -> hear((HandedIn) message.getPayload()));
    }

    /** What goes over the command bus: the submissions of one call, and whether to read everything anew. */
    record HandedIn(List<Submission> submissions, boolean upToDate) {}

    /** What came of hearing them: the verdicts with their publication, the refusals, and the commands known already. */
    private record Heard(
            Hearing hearing, Map<UUID, Refusal> refusals, Map<UUID, Answer> repeated, Publication.Pending pending) {}

    private record Refusal(List<Problem> problems, long version) {}

    /**
     * Submissions keyed by what they say: handed in again, by whomever, the same command is answered as it was the first time,
     * also where that was before such keys took the master key.
     */
    public List<Submission> ofContent(List<? extends FieldCommand> commands, ResearcherCode recordedBy) {
        var before =
                log.commands(commands.stream().map(Fingerprints::plainKeyOf).toList());
        return commands.stream()
                .map(command -> {
                    var plain = Fingerprints.plainKeyOf(command);
                    return Submission.of(
                            before.containsKey(plain) ? plain : fingerprints.keyOf(command), command, recordedBy);
                })
                .toList();
    }

    /** Answers one submission. */
    public Answer submit(Submission submission) {
        return submit(List.of(submission)).getFirst();
    }

    /** Answers each, in order. Throws only when the store itself cannot be reached. */
    public List<Answer> submit(List<Submission> submissions) {
        var upToDate = false;
        for (int attempt = 1; ; attempt++) {
            try {
                Heard heard = gateway.sendAndWait(new HandedIn(submissions, upToDate));
                histories.keep(heard.hearing().afterwards());
                var answers = answers(submissions, heard);
                count(submissions, answers);
                return answers;
            } catch (ConcurrencyException | StreamMovedOn | CommandRepeated e) {
                if (attempt == MOST_ATTEMPTS) throw e;
                upToDate = true;
            }
        }
    }

    /**
     * Decides without recording: each call sees what earlier calls to the same function would have added. For dry runs.
     */
    public Function<List<Submission>, List<Answer>> tryOut() {
        var hearing = new Hearing(chapters, clock.instant());
        return submissions -> {
            var refusals = new HashMap<UUID, Refusal>();
            var repeated = answeredBefore(submissions);
            lay(hearing, submissions, true);
            decide(hearing, submissions, repeated.keySet(), refusals);
            return answers(submissions, new Heard(hearing, refusals, repeated, publication.none(clock.instant())));
        };
    }

    private Heard hear(HandedIn handedIn) {
        var submissions = handedIn.submissions();
        Map<UUID, Answer> repeated =
                submissions.size() > 1 || handedIn.upToDate() ? answeredBefore(submissions) : Map.of();
        var hearing = new Hearing(chapters, clock.instant());
        var refusals = new HashMap<UUID, Refusal>();
        lay(hearing, submissions, handedIn.upToDate());
        decide(hearing, submissions, repeated.keySet(), refusals);
        // Nobody is refused on a history that may be behind, nor for having handed the same command in before.
        if (!refusals.isEmpty() && !handedIn.upToDate()) return hear(new HandedIn(submissions, true));
        hearing.seal(sealing);
        return new Heard(hearing, refusals, repeated, publication.publish(hearing));
    }

    /** Lays before the hearing all that the submissions read. */
    private void lay(Hearing hearing, List<Submission> submissions, boolean upToDate) {
        var names = new LinkedHashSet<StreamName>();
        var ids = new LinkedHashSet<EventId>();
        for (var submission : submissions) {
            try {
                names.addAll(Hearing.reads(submission.command()));
            } catch (Refused incomplete) {
                continue; // decide() meets the same refusal, and answers with it
            }
            ids.addAll(Hearing.pointsAt(submission.command()));
        }
        var found = new HashMap<EventId, StreamName>();
        for (var id : ids) log.event(id.value()).ifPresent(event -> found.put(id, new StreamName(event.stream())));
        names.addAll(found.values());
        hearing.layEvents(found);
        names.removeIf(hearing::has);
        hearing.lay(histories.read(names, upToDate));
    }

    private static void decide(
            Hearing hearing, List<Submission> submissions, Set<UUID> repeated, Map<UUID, Refusal> refusals) {
        var heard = new HashSet<UUID>();
        for (var submission : submissions) {
            if (repeated.contains(submission.commandId()) || !heard.add(submission.commandId())) continue;
            try {
                hearing.decide(submission);
            } catch (Refused refused) {
                refusals.put(
                        submission.commandId(),
                        new Refusal(refused.problems(), hearing.versionFor(submission.command())));
            }
        }
    }

    private List<Answer> answers(List<Submission> submissions, Heard heard) {
        var answers = new HashMap<UUID, Answer>(heard.repeated());
        var appended = heard.pending().appended();
        for (var verdict : heard.hearing().verdicts())
            answers.putIfAbsent(verdict.submission().commandId(), accepted(verdict, appended));
        heard.refusals().forEach((id, refusal) -> answers.putIfAbsent(id, rejected(id, refusal)));
        return submissions.stream()
                .map(submission -> answers.get(submission.commandId()))
                .toList();
    }

    private static Answer accepted(Hearing.Verdict verdict, Appended appended) {
        return new Answer.Accepted(
                verdict.submission().commandId(),
                verdict.stream().name(),
                verdict.version(),
                verdict.entries().stream().map(entry -> entry.id()).toList(),
                appended.recordedAt(),
                false);
    }

    private static Answer rejected(UUID id, Refusal refusal) {
        var movedOn = refusal.problems().stream().anyMatch(problem -> problem.rule() == Rule.VERSION_MOVED_ON);
        return new Answer.Rejected(id, refusal.problems(), movedOn ? refusal.version() : null);
    }

    /** The answers given before, by key, to those of these submissions that were accepted before. */
    public Map<UUID, Answer> answeredBefore(List<Submission> submissions) {
        var earlier = log.commands(ids(submissions));
        if (earlier.isEmpty()) return Map.of();
        var answers = new LinkedHashMap<UUID, Answer>();
        for (var submission : submissions) {
            var accepted = earlier.get(submission.commandId());
            if (accepted != null) answers.put(submission.commandId(), asBefore(submission, accepted));
        }
        return answers;
    }

    private Answer asBefore(Submission submission, AnsweredCommand earlier) {
        if (!fingerprints.isOf(earlier.command().fingerprint(), submission.command()))
            return new Answer.Rejected(
                    submission.commandId(),
                    List.of(Problem.of(
                            Rule.KEY_USED_FOR_ANOTHER_COMMAND,
                            "The key %s was used for another command".formatted(submission.commandId()),
                            "Give each command a key of its own, and use it again only for the very same command")),
                    null);
        return Outcome.read(earlier);
    }

    private void count(List<Submission> submissions, List<Answer> answers) {
        for (int i = 0; i < answers.size(); i++) {
            var command = submissions.get(i).command().getClass().getSimpleName();
            switch (answers.get(i)) {
                case Answer.Accepted accepted ->
                    meters.counter(
                                    "fieldledger.commands",
                                    "command",
                                    command,
                                    "outcome",
                                    accepted.repeated() ? "repeated" : "accepted")
                            .increment();
                case Answer.Rejected rejected -> {
                    meters.counter("fieldledger.commands", "command", command, "outcome", "rejected")
                            .increment();
                    rejected.problems()
                            .forEach(problem -> meters.counter(
                                            "fieldledger.gate.refused",
                                            "rule",
                                            problem.rule().code())
                                    .increment());
                }
            }
        }
    }

    private static Collection<UUID> ids(List<Submission> submissions) {
        var ids = new ArrayList<UUID>(submissions.size());
        submissions.forEach(submission -> ids.add(submission.commandId()));
        return ids;
    }
}
