package org.fieldledger.access;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.fieldledger.events.ResearcherCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts for administrators, and everybody's own password. */
@RestController
class AccountsEndpoint {

    private final Accounts accounts;

    AccountsEndpoint(Accounts accounts) {
        this.accounts = accounts;
    }

    record NewAccount(String username, ResearcherCode researcher, Set<Role> roles) {}

    record NewPassword(String password) {}

    @GetMapping("/api/accounts")
    List<Accounts.Account> all() {
        return accounts.all();
    }

    /** Answers with the one-time password, which is told only here. */
    @PostMapping("/api/accounts")
    @ResponseStatus(HttpStatus.CREATED)
    Accounts.Credentials create(@RequestBody NewAccount account) {
        if (account.username() == null || !account.username().matches("[a-z][a-z0-9.-]{1,38}"))
            throw new IllegalArgumentException(
                    "A user name has small letters, digits, dots and hyphens, such as fieldworker-3");
        if (account.researcher() == null
                || account.roles() == null
                || account.roles().isEmpty())
            throw new IllegalArgumentException("An account needs a researcher code and at least one role");
        return accounts.create(account.username(), account.researcher(), account.roles());
    }

    @PostMapping("/api/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(@RequestBody NewPassword password, Authentication who) {
        accounts.changePassword(who.getName(), password.password() == null ? "" : password.password());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(IllegalArgumentException refused) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, refused.getMessage());
        problem.setType(URI.create("urn:fieldledger:problem:account-refused"));
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
