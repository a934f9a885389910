package org.fieldledger.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells those who are turned away what is needed: programs as problem+json, people by the page that helps them on. */
@Component
class DoorProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final JsonMapper json;

    DoorProblems(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (wantsPage(request)) {
            response.sendRedirect(request.getContextPath() + "/sign-in");
            return;
        }
        response.setHeader("WWW-Authenticate", "Basic realm=\"Fieldledger\"");
        write(
                response,
                HttpStatus.UNAUTHORIZED,
                "sign-in-needed",
                "User name and password are missing or not right, or the account is locked for a few minutes",
                "Send them by HTTP Basic authentication; after repeated failures wait five minutes");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        if (mustChangePassword()) {
            if (wantsPage(request)) response.sendRedirect(request.getContextPath() + "/password");
            else
                write(
                        response,
                        HttpStatus.FORBIDDEN,
                        "password-change-needed",
                        "The one-time password of this account has not been changed yet",
                        "POST /api/password with {\"password\": \"...\"}");
            return;
        }
        if (wantsPage(request)) response.sendError(HttpStatus.FORBIDDEN.value());
        else
            write(
                    response,
                    HttpStatus.FORBIDDEN,
                    "not-allowed",
                    "Your role does not allow this, or the form it came from has expired",
                    "Ask somebody whose role does, or load the form again");
    }

    private static boolean mustChangePassword() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                && authentication.getPrincipal() instanceof SignedInAccount account
                && account.mustChangePassword();
    }

    private static boolean wantsPage(HttpServletRequest request) {
        var accept = request.getHeader("Accept");
        return !request.getRequestURI().startsWith("/api/") && accept != null && accept.contains("text/html");
    }

    private void write(HttpServletResponse response, HttpStatus status, String type, String detail, String wayOut)
            throws IOException {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:fieldledger:problem:" + type));
        problem.setProperty("wayOut", wayOut);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
