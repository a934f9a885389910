package org.fieldledger.access;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who is asking right now. */
@Component
public class CurrentActor {

    /** Whoever has signed in. Throws {@link IllegalStateException} where nobody has: the door lets nobody through unknown. */
    public Actor get() {
        return find().orElseThrow(() -> new IllegalStateException("Nobody has signed in"));
    }

    public Optional<Actor> find() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedInAccount account
                ? Optional.of(account.actor())
                : Optional.empty();
    }
}
