package org.fieldledger.query;

import org.fieldledger.access.ReadNotRecorded;
import org.fieldledger.query.CaseAccess.AccessDenied;
import org.fieldledger.query.projection.NotParked;
import org.fieldledger.query.projection.UnknownProjection;
import org.fieldledger.query.release.CannotBeMade;
import org.fieldledger.query.release.NoSuchRelease;
import org.fieldledger.query.responses.OnlyForDataManagers;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Says what was wrong with a question, and how to put it right, as {@code application/problem+json}. */
@RestControllerAdvice("org.fieldledger.query")
@Order(Ordered.HIGHEST_PRECEDENCE + 1) // after that of the pages, before the general one, which names no parameter
class QuestionProblems {

    @ExceptionHandler
    ProblemDetail badQuestion(BadQuestion e) {
        return badParameter(e.parameter(), e.value(), e.wayOut(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail badParameter(MethodArgumentTypeMismatchException e) {
        Throwable cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        var value = String.valueOf(e.getValue());
        var wayOut = cause instanceof NumberFormatException ? "Write a number" : String.valueOf(cause.getMessage());
        return badParameter(e.getName(), value, wayOut, "%s cannot be '%s'. %s".formatted(e.getName(), value, wayOut));
    }

    @ExceptionHandler
    ProblemDetail nothingKnown(NothingKnown e) {
        return problem(HttpStatus.NOT_FOUND, "Nothing known", e);
    }

    @ExceptionHandler
    ProblemDetail noSuchRelease(NoSuchRelease e) {
        return problem(HttpStatus.NOT_FOUND, "No such release", e);
    }

    @ExceptionHandler
    ProblemDetail cannotBeMade(CannotBeMade e) {
        return problem(HttpStatus.CONFLICT, "The release cannot be made", e);
    }

    @ExceptionHandler
    ProblemDetail notYetProjected(NotYetProjected e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "Not there yet", e);
    }

    @ExceptionHandler
    ProblemDetail readNotRecorded(ReadNotRecorded e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "The read could not be recorded", e);
    }

    @ExceptionHandler
    ProblemDetail accessDenied(AccessDenied e) {
        return problem(HttpStatus.FORBIDDEN, "Not your case", e);
    }

    @ExceptionHandler
    ProblemDetail onlyForDataManagers(OnlyForDataManagers e) {
        return problem(HttpStatus.FORBIDDEN, "Only for data managers", e);
    }

    @ExceptionHandler
    ProblemDetail unknownProjection(UnknownProjection e) {
        return problem(HttpStatus.NOT_FOUND, "No such projection", e);
    }

    @ExceptionHandler
    ProblemDetail notParked(NotParked e) {
        return problem(HttpStatus.NOT_FOUND, "Nothing parked", e);
    }

    private static ProblemDetail badParameter(String parameter, String value, String accepted, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        problem.setTitle("The question cannot be understood");
        problem.setProperty("parameter", parameter);
        problem.setProperty("value", value);
        problem.setProperty("accepted", accepted);
        return problem;
    }

    private static ProblemDetail problem(HttpStatus status, String title, Exception e) {
        var problem = ProblemDetail.forStatusAndDetail(status, e.getMessage());
        problem.setTitle(title);
        return problem;
    }
}
