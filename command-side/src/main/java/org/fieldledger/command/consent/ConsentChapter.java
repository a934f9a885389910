package org.fieldledger.command.consent;

import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.consent.ConsentCommand.AppointRelationship;
import org.fieldledger.command.consent.ConsentCommand.AssessCapacity;
import org.fieldledger.command.consent.ConsentCommand.AttestConsent;
import org.fieldledger.command.consent.ConsentCommand.ChangeConsent;
import org.fieldledger.command.consent.ConsentCommand.DecideObjection;
import org.fieldledger.command.consent.ConsentCommand.DeferConsent;
import org.fieldledger.command.consent.ConsentCommand.EndRelationship;
import org.fieldledger.command.consent.ConsentCommand.ExpireConsent;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveAssent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.InvalidateConsent;
import org.fieldledger.command.consent.ConsentCommand.ReaffirmConsent;
import org.fieldledger.command.consent.ConsentCommand.RefuseConsent;
import org.fieldledger.command.consent.ConsentCommand.RequestConsent;
import org.fieldledger.command.consent.ConsentCommand.SuspendConsent;
import org.fieldledger.command.consent.ConsentCommand.TellOfAmendment;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.gate.Refusals;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.AmendmentTold;
import org.fieldledger.events.ConsentEvent.AssentGiven;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentExpired;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentSuspended;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides about consent. Asking and giving need an approval, an assigned performer and a text in use; taking back needs nothing. */
@Component
class ConsentChapter implements Chapter<ConsentCommand> {

    @Override
    public Class<ConsentCommand> commands() {
        return ConsentCommand.class;
    }

    @Override
    public List<FieldEvent> decide(ConsentCommand command, OnRecord known) {
        var here = known.reading(command.report().theCase());
        var report = command.report().about(command.participant());
        var person = command.participant();
        var modules = sorted(command.modules());
        return switch (command) {
            case RequestConsent c ->
                List.of(new ConsentRequested(
                        asked(ConsentRequested.class, report, c.formVersion(), modules, known),
                        person,
                        modules,
                        c.formVersion(),
                        c.method()));
            case GiveConsent c -> {
                var envelope = asked(ConsentGiven.class, report, c.formVersion(), modules, known);
                var decider = entitled(c.decidedBy(), modules, report, here.person(person));
                witnessed(c.method(), c.witness());
                yield List.of(new ConsentGiven(
                        envelope, person, modules, c.formVersion(), decider, c.method(), c.evidence(), c.witness()));
            }
            case RefuseConsent c ->
                List.of(new ConsentRefused(
                        noted(report, known),
                        person,
                        named(modules),
                        c.formVersion(),
                        c.decidedBy(),
                        c.method(),
                        c.witness()));
            case DeferConsent c ->
                List.of(new ConsentDeferred(noted(report, known), person, named(modules), c.formVersion()));
            case ReaffirmConsent c -> {
                nothingMissing(named(modules), report, here.person(person));
                var envelope = Gate.admit(report, ConsentReaffirmed.class, known);
                var decider = entitled(c.decidedBy(), modules, report, here.person(person));
                witnessed(c.method(), c.witness());
                yield List.of(new ConsentReaffirmed(
                        envelope, person, modules, decider, c.method(), c.witness(), c.session()));
            }
            case ChangeConsent c -> {
                var both = sorted(
                        Stream.concat(modules.stream(), c.withdrawn().stream()).toList());
                if (both.size() < modules.size() + c.withdrawn().size())
                    throw Refused.because(
                            Rule.FIELD_NOT_FILLED_IN,
                            "The same module is both given and withdrawn",
                            "Name each module once: in modules or in withdrawn");
                var envelope = asked(ConsentChanged.class, report, c.formVersion(), both, known);
                var decider = entitled(c.decidedBy(), modules, report, here.person(person));
                witnessed(c.method(), c.witness());
                yield List.of(new ConsentChanged(
                        envelope,
                        person,
                        modules,
                        sorted(c.withdrawn()),
                        c.formVersion(),
                        decider,
                        c.method(),
                        c.witness()));
            }
            case SuspendConsent c ->
                List.of(new ConsentSuspended(noted(report, known), person, named(modules), c.cause()));
            case WithdrawConsent c -> {
                var takenBack = modules.isEmpty() ? takenBack(c, report, here) : modules;
                yield takenBack.isEmpty()
                        ? List.of()
                        : List.of(new ConsentWithdrawn(
                                noted(report, known),
                                person,
                                takenBack,
                                c.kind(),
                                under(c.decidedBy(), report, here),
                                c.method(),
                                c.reason(),
                                c.witness(),
                                c.session(),
                                c.held(),
                                c.onlyBy(),
                                c.passiveAgreed()));
            }
            case ExpireConsent c -> List.of(new ConsentExpired(noted(report, known), person, named(modules)));
            case InvalidateConsent c -> {
                known(c.decision(), c, known);
                yield List.of(
                        new ConsentInvalidated(noted(report, known), person, named(modules), c.decision(), c.reason()));
            }
            case AttestConsent c -> {
                defined(named(modules), known);
                yield List.of(new ConsentAttested(
                        Gate.admit(report, ConsentAttested.class, known),
                        person,
                        modules,
                        c.attestedBy(),
                        c.evidence(),
                        c.evidenceHash()));
            }
            case AssessCapacity c ->
                List.of(new CapacityAssessed(
                        noted(report, known), person, named(modules), c.decision(), c.outcome(), c.assessor()));
            case AppointRelationship c ->
                List.of(new RelationshipAppointed(noted(report, known), person, modules, c.kind(), c.relation()));
            case EndRelationship c ->
                List.of(new RelationshipEnded(
                        noted(report, known), person, modules, c.kind(), c.relation(), c.reason()));
            case GiveAssent c -> List.of(new AssentGiven(noted(report, known), person, named(modules)));
            case ExpressDissent c ->
                List.of(new DissentExpressed(noted(report, known), person, named(modules), c.session(), c.held()));
            case TellOfAmendment c -> {
                if (!known.history(StreamName.APPROVALS).stands(c.amendment())
                        || known.history(StreamName.APPROVALS)
                                .find(c.amendment())
                                .filter(entry -> entry.event() instanceof EthicsApprovalAmended)
                                .isEmpty())
                    throw Refused.because(
                            Rule.AMENDMENT_UNKNOWN,
                            "There is no amendment %s that stands".formatted(c.amendment()),
                            "Take its id from the tasks, or from question 9");
                defined(c.modules(), known);
                yield List.of(new AmendmentTold(noted(report, known), person, c.modules(), c.amendment()));
            }
            case DecideObjection c -> {
                known(c.objection(), c, known);
                yield List.of(new ObjectionDecided(
                        noted(report, known), person, named(modules), c.objection(), c.outcome(), c.decidedBy()));
            }
        };
    }

    /** Asked on a text that was in use that day and asks about every module named. */
    private static Envelope asked(
            Class<? extends ConsentEvent> kind,
            Report report,
            FormVersionCode formVersion,
            List<ModuleCode> modules,
            OnRecord known) {
        defined(named(modules), known);
        var version = known.forms()
                .version(formVersion)
                .orElseThrow(() -> Refused.because(
                        Rule.FORM_VERSION_UNKNOWN,
                        "There is no consent form version %s".formatted(formVersion),
                        "Check the code; a new text has to be released before anybody is asked on it"));
        if (!known.forms().inUse(formVersion, report.occurred()))
            throw Refused.because(
                    Rule.FORM_VERSION_NOT_IN_USE,
                    "Consent form version %s was not in use on %s".formatted(formVersion, report.occurred()),
                    "Give the version the person was shown");
        for (var module : modules)
            if (!version.modules().contains(module))
                throw Refused.because(
                        Rule.MODULE_NOT_ON_FORM,
                        "Consent form version %s does not ask about %s".formatted(formVersion, module),
                        "It asks about %s".formatted(version.modules()));
        return Gate.admit(report, kind, known);
    }

    /** Whoever gives or confirms must be the one who decides; the decision keeps the rules it was made under. */
    private static Decider entitled(Decider decider, List<ModuleCode> modules, Report report, PersonReading person) {
        var lacking = modules.stream()
                .flatMap(module -> person.mayDecide(decider, module, report.occurred()).stream())
                .map(Refusals::of)
                .toList();
        if (!lacking.isEmpty()) throw new Refused(lacking);
        return under(decider, report, person.caseReading());
    }

    private static Decider under(Decider decider, Report report, CaseReading here) {
        return decider.under(here.rules()
                .inForce(here.country(), report.occurred())
                .map(rules -> rules.fact().id())
                .orElse(null));
    }

    private static void witnessed(ConsentMethod method, @Nullable String witness) {
        if (method == ConsentMethod.ORAL_WITNESSED && (witness == null || witness.isBlank()))
            throw Refused.because(
                    Rule.WITNESS_MISSING,
                    "It was said aloud, and nobody is named who witnessed it",
                    "Say who witnessed it, in witness");
    }

    /**
     * What a withdrawal that names no module takes back: all that had been given by then, also where it is on hold, over or taken
     * back in another way; for what is held of it is still there. Only what was taken back in just this way is not taken back
     * twice.
     */
    private static List<ModuleCode> takenBack(WithdrawConsent c, Report report, CaseReading here) {
        var person = here.person(c.participant());
        var given = person.givenBy(report.occurred());
        if (given.isEmpty())
            throw new Refused(List.of(new Problem(
                    Rule.NOTHING_GIVEN,
                    "%s had given no consent in case %s by %s"
                            .formatted(c.participant(), here.code(), report.occurred()),
                    "Name the modules it is about, or report it in the case the person takes part in",
                    c.participant(),
                    null)));
        return given.stream()
                .filter(module -> person.takenBackBy(module, report.occurred())
                        .filter(before -> before.kind() == c.kind() && before.passiveAgreed() == c.passiveAgreed())
                        .isEmpty())
                .toList();
    }

    /** Only what was given, or put on hold after it was given, can be confirmed. */
    private static void nothingMissing(List<ModuleCode> modules, Report report, PersonReading person) {
        for (var module : modules)
            if (!person.confirmable(module, report.occurred()))
                throw Refused.because(
                        Rule.NOTHING_GIVEN,
                        "%s had not given consent to %s on %s, so there is nothing to confirm"
                                .formatted(person, module, report.occurred()),
                        "Record the consent itself, on the form the person was shown");
    }

    /** What must always be possible to record. */
    private static Envelope noted(Report report, OnRecord known) {
        return Gate.admit(report, ConsentEvent.class, known);
    }

    private static void known(EventId decision, ConsentCommand command, OnRecord known) {
        if (!known.history(command.stream()).stands(decision))
            throw Refused.because(
                    Rule.DECISION_UNKNOWN,
                    "%s made no decision %s that still stands".formatted(command.participant(), decision),
                    "Take the decision's id from the consent ledger");
    }

    private static void defined(List<ModuleCode> modules, OnRecord known) {
        for (var module : modules)
            if (known.programme().module(module).isEmpty())
                throw Refused.because(
                        Rule.MODULE_UNKNOWN,
                        "There is no consent module %s".formatted(module),
                        "Check the code against the programme's modules");
    }

    private static List<ModuleCode> named(List<ModuleCode> modules) {
        if (modules.isEmpty())
            throw Refused.because(
                    Rule.FIELD_NOT_FILLED_IN, "No consent module is named", "Name the modules in modules");
        return modules;
    }

    private static List<ModuleCode> sorted(List<ModuleCode> modules) {
        return modules.stream().distinct().sorted().toList();
    }
}
