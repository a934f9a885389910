package org.fieldledger.query.pages;

import jakarta.servlet.http.HttpServletRequest;
import org.fieldledger.access.ReadNotRecorded;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.CaseAccess.AccessDenied;
import org.fieldledger.query.NotYetProjected;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.release.CannotBeMade;
import org.fieldledger.query.release.NoSuchRelease;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Says on a page what was wrong with a question, and where to go from there. */
@ControllerAdvice("org.fieldledger.query.pages")
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageProblems {

    @ExceptionHandler
    ModelAndView badQuestion(BadQuestion e, HttpServletRequest request) {
        return page(HttpStatus.BAD_REQUEST, "This question cannot be understood", String.valueOf(e.getMessage()))
                .addObject("asked", request.getRequestURI());
    }

    @ExceptionHandler
    ModelAndView noSuchCode(MethodArgumentTypeMismatchException e) {
        Throwable cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return page(HttpStatus.NOT_FOUND, "There is no such page", String.valueOf(cause.getMessage()));
    }

    @ExceptionHandler
    ModelAndView nothingKnown(NothingKnown e) {
        return page(HttpStatus.NOT_FOUND, "Nothing is known of this", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ModelAndView noSuchRelease(NoSuchRelease e) {
        return page(HttpStatus.NOT_FOUND, "There is no such release", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ModelAndView cannotBeMade(CannotBeMade e) {
        return page(HttpStatus.CONFLICT, "The release cannot be made", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ModelAndView accessDenied(AccessDenied e) {
        return page(HttpStatus.FORBIDDEN, "This is not one of your cases", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ModelAndView notYetProjected(NotYetProjected e) {
        return page(HttpStatus.SERVICE_UNAVAILABLE, "Not there yet", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ModelAndView readNotRecorded(ReadNotRecorded e) {
        return page(HttpStatus.SERVICE_UNAVAILABLE, "The read could not be recorded", String.valueOf(e.getMessage()));
    }

    private static ModelAndView page(HttpStatus status, String title, String sentence) {
        var page = new ModelAndView("problem", status);
        page.addObject("title", title);
        page.addObject("sentence", sentence);
        return page;
    }
}
