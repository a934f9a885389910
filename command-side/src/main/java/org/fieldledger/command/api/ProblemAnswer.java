package org.fieldledger.command.api;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Rule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** A refusal as problem+json (RFC 9457): the first problem gives type and status, and all of them are listed. */
final class ProblemAnswer {

    static ResponseEntity<ProblemDetail> of(List<Problem> problems, @Nullable Long currentVersion) {
        var first = problems.getFirst();
        var status = status(first.rule());
        var detail = ProblemDetail.forStatusAndDetail(status, first.detail());
        detail.setType(URI.create("urn:fieldledger:problem:" + first.rule().code()));
        detail.setTitle(first.rule().title());
        detail.setProperty("wayOut", first.wayOut());
        detail.setProperty(
                "problems", problems.stream().map(ProblemAnswer::listed).toList());
        if (currentVersion != null) detail.setProperty("currentVersion", currentVersion);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    private static Map<String, Object> listed(Problem problem) {
        var listed = new LinkedHashMap<String, Object>();
        listed.put("rule", problem.rule().code());
        listed.put("detail", problem.detail());
        listed.put("wayOut", problem.wayOut());
        if (problem.participant() != null)
            listed.put("participant", problem.participant().code());
        if (problem.module() != null) listed.put("module", problem.module().code());
        return listed;
    }

    private static HttpStatus status(Rule rule) {
        return switch (rule) {
            case REPORT_UNREADABLE, FIELD_NOT_FILLED_IN -> HttpStatus.BAD_REQUEST;
            case VERSION_MOVED_ON, ALREADY_RECORDED, ALREADY_SUPERSEDED -> HttpStatus.CONFLICT;
            case ROLE_NOT_ALLOWED -> HttpStatus.FORBIDDEN;
            default -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    private ProblemAnswer() {}
}
