package org.fieldledger.query.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.fieldledger.access.Actor;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Role;
import org.fieldledger.query.reads.Reads;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** What the head of every page says, errors included: whether the store is a demonstration, and who has signed in. */
@Component("here")
@ConditionalOnWebApplication // the command line shows no pages
public class EveryPage {

    /** Somebody who has signed in, as the head of the page names them. */
    public record Visitor(
            String name, String role, boolean seesPeople, boolean seesMeasures, boolean audits, boolean releases) {}

    private final CurrentActor currentActor;
    private final HttpServletRequest request;
    private final boolean demonstration;

    /** @param request stands for whichever is being answered */
    EveryPage(CurrentActor currentActor, EventLog log, HttpServletRequest request) {
        this.request = request;
        this.currentActor = currentActor;
        this.demonstration = log.identity().kind() == StoreKind.DEMONSTRATION;
    }

    public boolean isDemonstration() {
        return demonstration;
    }

    /** What whoever is asking reads for, as they said on a page; see {@link Reads}. */
    public @Nullable String getPurpose() {
        return Reads.purposeOf(request);
    }

    /** The page being shown, to come back to. */
    public String getPath() {
        var query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    public @Nullable Visitor getVisitor() {
        return currentActor.find().map(EveryPage::visitor).orElse(null);
    }

    private static Visitor visitor(Actor actor) {
        var name = SecurityContextHolder.getContext().getAuthentication();
        var role = actor.roles().stream()
                .sorted()
                .findFirst()
                .map(EveryPage::words)
                .orElse("");
        return new Visitor(
                name == null ? "" : name.getName(),
                role,
                actor.is(Role.FIELDWORKER, Role.RESEARCHER, Role.ETHICS_OFFICER, Role.DATA_MANAGER),
                actor.is(Role.FIELDWORKER, Role.RESEARCHER, Role.DATA_MANAGER),
                actor.is(Role.ETHICS_OFFICER, Role.DATA_MANAGER),
                actor.is(Role.DATA_MANAGER));
    }

    private static String words(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
