package org.fieldledger.command.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Assignments;
import org.fieldledger.command.desk.Chapters;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.events.EventId;
import org.fieldledger.events.Occurred;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands any command in at the desk, once for all of them: POST /api/commands/{its name}. */
@RestController
@RequestMapping("/api/commands")
class CommandEndpoint {

    /** A report with every participant of a large meeting fits into a fraction of this. */
    static final int MOST_BYTES = 1 << 20;

    private final Desk desk;
    private final Chapters chapters;
    private final Assignments assignments;
    private final Supplier<SignedIn> signedIn;
    private final Clock clock;

    CommandEndpoint(
            Desk desk, Chapters chapters, Assignments assignments, Supplier<SignedIn> signedIn, Clock storeClock) {
        this.desk = desk;
        this.chapters = chapters;
        this.assignments = assignments;
        this.signedIn = signedIn;
        this.clock = storeClock;
    }

    /** What was recorded. The same key gets the same answer again, with the header {@code Idempotency-Replayed: true}. */
    record Recorded(UUID commandId, String stream, long version, List<EventId> events, Instant recordedAt) {}

    /** The names of all commands the caller may hand in. */
    @GetMapping
    List<String> names() {
        var who = signedIn.get();
        return chapters.commandsByName().entrySet().stream()
                .filter(command -> who.mayHandIn(command.getValue()))
                .map(command -> command.getKey())
                .sorted()
                .toList();
    }

    /**
     * @param key an Idempotency-Key of the caller's choice: sent again with the same command, it is answered as before
     * @param ifMatch the version of the stream the caller has seen, as the ETag of an earlier answer gave it
     */
    @PostMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> handIn(
            @PathVariable String name,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            InputStream body)
            throws IOException {
        var kind = chapters.commandsByName().get(name);
        if (kind == null) return unknown(name);
        var who = signedIn.get();
        var command = CommandReader.read(kind, atMost(body));
        allowed(who, kind, command);
        var answer =
                desk.submit(new Submission(commandId(key, who), command, who.researcher(), expectedVersion(ifMatch)));
        return switch (answer) {
            case Answer.Accepted accepted -> recorded(accepted);
            case Answer.Rejected rejected -> ProblemAnswer.of(rejected.problems(), rejected.currentVersion());
        };
    }

    @ExceptionHandler
    ResponseEntity<?> refused(Refused refused) {
        return ProblemAnswer.of(refused.problems(), null);
    }

    private static ResponseEntity<Recorded> recorded(Answer.Accepted accepted) {
        var answer = ResponseEntity.status(accepted.events().isEmpty() ? HttpStatus.OK : HttpStatus.CREATED)
                .eTag("\"" + accepted.version() + "\"");
        if (accepted.repeated()) answer.header("Idempotency-Replayed", "true");
        return answer.body(new Recorded(
                accepted.commandId(), accepted.stream(), accepted.version(), accepted.events(), accepted.recordedAt()));
    }

    private void allowed(SignedIn who, Class<? extends FieldCommand> kind, FieldCommand command) {
        if (!who.mayHandIn(kind))
            throw Refused.because(
                    Rule.ROLE_NOT_ALLOWED,
                    "Your role does not hand in %s".formatted(kind.getSimpleName()),
                    "Ask somebody whose role does; GET /api/commands lists what yours may hand in");
        if (!who.onlyInAssignedCases()) return;
        var caseStudy = command.report().caseStudy();
        if (caseStudy == null
                || !assignments.holds(who.researcher(), caseStudy, Occurred.at(clock.instant(), ZoneOffset.UTC)))
            throw Refused.because(
                    Rule.ROLE_NOT_ALLOWED,
                    caseStudy == null
                            ? "You record in cases you are assigned to, and the report names none"
                            : "You are not assigned to case %s today".formatted(caseStudy),
                    "Name a case you are assigned to, or ask an administrator to assign you");
    }

    private ResponseEntity<?> unknown(String name) {
        var near = chapters.commandsByName().keySet().stream()
                .filter(known -> known.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)))
                .sorted()
                .collect(Collectors.joining(", "));
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no command of that name");
        problem.setTitle("Command unknown");
        problem.setType(URI.create("urn:fieldledger:problem:command-unknown"));
        problem.setProperty(
                "wayOut", near.isEmpty() ? "GET /api/commands lists the names" : "Did you mean one of " + near + "?");
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static byte[] atMost(InputStream body) throws IOException {
        var bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES)
            throw Refused.because(
                    Rule.REPORT_UNREADABLE,
                    "The body is larger than %d bytes".formatted(MOST_BYTES),
                    "Files stay where they are kept: send their hashes, and many actions as many commands");
        return bytes;
    }

    /** A key need not be a UUID; it is one caller's own, so that two callers never meet in one key. */
    private static UUID commandId(@Nullable String key, SignedIn who) {
        if (key == null || key.isBlank()) return UUID.randomUUID();
        if (key.length() > 200)
            throw Refused.because(
                    Rule.REPORT_UNREADABLE, "The Idempotency-Key is longer than 200 characters", "Use a UUID");
        return UUID.nameUUIDFromBytes((who.researcher() + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Long expectedVersion(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) return null;
        try {
            return Long.valueOf(ifMatch.replace("\"", "").strip());
        } catch (NumberFormatException e) {
            throw Refused.because(
                    Rule.REPORT_UNREADABLE,
                    "If-Match is not a version of a stream",
                    "Send the ETag of the last answer about that stream, such as \"7\"");
        }
    }
}
