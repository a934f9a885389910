package org.fieldledger.query.completeness;

import java.time.LocalDate;
import java.util.Optional;
import org.fieldledger.query.completeness.CompletenessView.Introduced;
import org.jspecify.annotations.Nullable;

/** Before and after an intervention was brought into use. What may have been either is neither. */
public final class Phases {

    /**
     * The phase of something that happened between these days: pre or post.
     *
     * @param introduced the first introduction in the case; where there is none, all is before
     */
    public static Optional<String> of(LocalDate from, LocalDate by, @Nullable Introduced introduced) {
        if (introduced == null || by.isBefore(introduced.from())) return Optional.of("pre");
        return from.isBefore(introduced.by()) ? Optional.empty() : Optional.of("post");
    }

    private Phases() {}
}
