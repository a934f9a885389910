package org.fieldledger.access;

import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.stereotype.Component;

/** Counts failed sign-ins in a row, so that guessing a password takes longer than anybody lives. */
@Component
class SignInWatch {

    private final Accounts accounts;

    SignInWatch(Accounts accounts) {
        this.accounts = accounts;
    }

    @EventListener
    void failed(AuthenticationFailureBadCredentialsEvent failure) {
        accounts.failed(failure.getAuthentication().getName());
    }

    @EventListener
    void succeeded(AuthenticationSuccessEvent success) {
        accounts.succeeded(success.getAuthentication().getName());
    }
}
