package org.fieldledger.consent;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;

/**
 * On whom in a case a fact bears that binds more than one person: whose answer may be another once it is learned or found
 * wrong. Nobody else need be asked again. As with the days of {@link Turns}, too much does no harm and too little is a fault.
 *
 * <p>Facts are taken one by one, so it goes by all that were ever known: which approvals at any time named the case, and under
 * which a text was at any time released.
 */
public final class Bearing {

    private final CaseCode caseStudy;
    private final Set<ApprovalReference> naming = new HashSet<>();
    private final Map<ApprovalReference, Set<String>> texts = new HashMap<>();

    /** @param everKnown all there is about the programme and the case, also what was found wrong since */
    public Bearing(CaseCode caseStudy, Collection<? extends FieldEvent> everKnown) {
        this.caseStudy = caseStudy;
        for (var event : everKnown)
            switch (event) {
                case EthicsApprovalGranted e -> names(e.reference(), e.cases());
                case EthicsApprovalAmended e -> names(e.reference(), e.casesAdded());
                case ConsentFormVersionReleased e ->
                    texts.computeIfAbsent(e.approval(), approval -> new HashSet<>())
                            .add(ground(e.formVersion()));
                default -> {
                    // names no case and is no text
                }
            }
    }

    private void names(ApprovalReference reference, Collection<CaseCode> cases) {
        if (cases.contains(caseStudy)) naming.add(reference);
    }

    /**
     * How far a fact bears.
     *
     * @param everybody on everybody and on every action of the case
     * @param module on those alone who decided about it, and what was taken under it; absent for all
     * @param actionsFrom on all actions that were not over by then; absent for none
     * @param performer on those of these actions alone that this member of the team performed; absent for all
     * @param approval on all consent in the case, if it changes on which days the case is approved
     * @param grounds on whoever decided on one of these
     */
    public record Reach(
            boolean everybody,
            @Nullable ModuleCode module,
            @Nullable Instant actionsFrom,
            @Nullable ResearcherCode performer,
            boolean approval,
            Set<String> grounds) {

        private static final Reach NOBODY = new Reach(false, null, null, null, false, Set.of());
        private static final Reach EVERYBODY = new Reach(true, null, null, null, true, Set.of());

        private static Reach on(ModuleCode module) {
            return new Reach(true, module, null, null, false, Set.of());
        }

        private static Reach on(Set<String> grounds) {
            return new Reach(false, null, null, null, false, grounds);
        }

        private static Reach onActions(Instant from, @Nullable ResearcherCode performer) {
            return new Reach(false, null, from, performer, false, Set.of());
        }

        /** On where a person stands, otherwise than by the approval of the case. */
        public boolean onStanding(Set<String> decidedOn, Set<ModuleCode> about) {
            return everybody && (module == null || about.contains(module)) || meets(decidedOn);
        }

        /** On what may be done with what an action took from people who decided on these grounds. */
        public boolean onUse(Action action, Set<String> decidedOn) {
            return everybody && (module == null || action.needs().modules().contains(module))
                    || actionsFrom != null
                            && !actionsFrom.isAfter(action.occurred().latest())
                            && (performer == null || action.performers().contains(performer))
                    || meets(decidedOn);
        }

        private boolean meets(Set<String> decidedOn) {
            return !Collections.disjoint(grounds, decidedOn);
        }
    }

    /** How far a fact bears; on everybody, where it is not known better. */
    public Reach of(Fact<? extends FieldEvent> fact) {
        return switch (fact.event()) {
            case EthicsEvent e -> of(e);
            case ConsentFormEvent e -> Reach.on(Set.of(ground(e.formVersion())));
            case ConsentRulesAdopted e -> Reach.on(Set.of(fact.id().toString()));
            case ConsentModuleDefined e -> Reach.on(e.module());
            case CaseClosed e -> Reach.onActions(begins(e), null);
            case ResearcherRoleAssigned e -> Reach.onActions(begins(e), e.researcher());
            case ResearcherRoleEnded e -> Reach.onActions(begins(e), e.researcher());
            case SiteAdded e -> Reach.NOBODY;
            default -> Reach.EVERYBODY;
        };
    }

    /** An approval that does not name the case may still be that of a text somebody in it was shown. */
    private Reach of(EthicsEvent event) {
        var asked = event instanceof EthicsApprovalAmended amended && amended.reconsent() == ReconsentRule.REQUIRED
                ? texts.getOrDefault(event.reference(), Set.of())
                : Set.<String>of();
        return naming.contains(event.reference())
                ? new Reach(false, null, begins(event), null, true, asked)
                : Reach.on(asked);
    }

    /** Nothing changes before the first day on which it may have occurred, however an action of that day is known. */
    private static Instant begins(FieldEvent event) {
        var occurred = event.envelope().occurred();
        return occurred.firstDay().atStartOfDay(occurred.zone()).toInstant();
    }

    /** What a person's decisions rest on: the texts and the adoptions of rules, each by its code. */
    public static Set<String> grounds(Collection<? extends FieldEvent> ofPerson) {
        return ofPerson.stream()
                .filter(ConsentEvent.class::isInstance)
                .flatMap(event -> switch ((ConsentEvent) event) {
                    case ConsentGiven e -> Stream.of(ground(e.formVersion()), adoption(e.decidedBy()));
                    case ConsentChanged e -> Stream.of(ground(e.formVersion()), adoption(e.decidedBy()));
                    case ConsentReaffirmed e -> Stream.of(adoption(e.decidedBy()));
                    default -> Stream.<String>empty();
                })
                .filter(ground -> !ground.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String ground(FormVersionCode text) {
        return text.code();
    }

    private static String adoption(Decider decider) {
        return decider.under() == null ? "" : decider.under().toString();
    }
}
