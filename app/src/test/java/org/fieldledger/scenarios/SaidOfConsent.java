package org.fieldledger.scenarios;

import static org.fieldledger.scenarios.Template.AS;
import static org.fieldledger.scenarios.Template.BY;
import static org.fieldledger.scenarios.Template.WHAT;
import static org.fieldledger.scenarios.Template.WHO;
import static org.fieldledger.scenarios.Template.X;
import static org.fieldledger.scenarios.Template.say;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.command.governance.GovernanceCommand.DecideErasure;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Held;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.WithdrawalKind;

/** How it is said what people are asked and decide, and who may decide for them. */
final class SaidOfConsent {

    private static final Map<String, WithdrawalKind> WITHDRAWALS = Map.of(
            "no further collection", WithdrawalKind.NO_FURTHER_COLLECTION,
            "no new use", WithdrawalKind.NO_NEW_USE,
            "it destroyed", WithdrawalKind.DESTROY,
            "no contact", WithdrawalKind.NO_CONTACT);

    private static WithdrawalKind withdrawal(String asked) {
        return Objects.requireNonNull(WITHDRAWALS.get(asked));
    }

    static final List<Template> ALL = List.of(
            // Asking and deciding
            say(
                    WHO + " was asked about " + WHAT,
                    s -> List.of(new RequestConsent(
                            s.report(), s.person("who"), s.modules("what"), s.text("1"), ConsentMethod.WRITTEN))),
            say(
                    WHO + " asked for time to think about " + WHAT,
                    s -> List.of(new DeferConsent(s.report(), s.person("who"), s.modules("what"), s.text("1")))),
            say(
                    WHO + " said yes to " + WHAT
                            + "(?: in the (?<case>Swedish|English) case)?(?: on text (?<n>\\d))?(?<aloud> aloud)?"
                            + "(?: (?<witness>before|without) a witness)?",
                    s -> List.of(new GiveConsent(
                            s.report(),
                            s.person("who"),
                            s.modules("what"),
                            s.text(s.has("n") ? s.word("n") : "1"),
                            Decider.SELF,
                            s.has("aloud") ? ConsentMethod.ORAL_WITNESSED : ConsentMethod.WRITTEN,
                            null,
                            s.has("witness") && s.word("witness").equals("before") ? "a nurse of the ward" : null))),
            say(
                    BY + AS + "said yes to " + WHAT + " for " + WHO,
                    s -> List.of(new GiveConsent(
                            s.report(),
                            s.person("who"),
                            s.modules("what"),
                            s.text("1"),
                            s.proxy(),
                            ConsentMethod.WRITTEN,
                            null))),
            say(
                    WHO + " said no to " + WHAT,
                    s -> List.of(new RefuseConsent(
                            s.report(),
                            s.person("who"),
                            s.modules("what"),
                            s.text("1"),
                            Decider.SELF,
                            ConsentMethod.WRITTEN))),
            say(
                    BY + AS + "said no to " + WHAT + " for " + WHO,
                    s -> List.of(new RefuseConsent(
                            s.report(),
                            s.person("who"),
                            s.modules("what"),
                            s.text("1"),
                            s.proxy(),
                            ConsentMethod.WRITTEN))),
            say(
                    WHO + " confirmed " + WHAT,
                    s -> List.of(new ReaffirmConsent(
                            s.report(), s.person("who"), s.modules("what"), Decider.SELF, ConsentMethod.WRITTEN))),
            say(
                    WHO + " said yes to " + WHAT + " and took back (?<back>[a-z-]+)",
                    s -> List.of(new ChangeConsent(
                            s.report(),
                            s.person("who"),
                            s.modules("what"),
                            s.modules("back"),
                            s.text("1"),
                            Decider.SELF,
                            ConsentMethod.WRITTEN))),
            say(
                    WHO + "'s consent to " + WHAT + " was put on hold",
                    s -> List.of(new SuspendConsent(
                            s.report(), s.person("who"), s.modules("what"), "The person was not well"))),
            say(
                    WHO + "'s consent to " + WHAT + " expired",
                    s -> List.of(new ExpireConsent(s.report(), s.person("who"), s.modules("what")))),
            say(
                    X + " was found invalid",
                    s -> List.of(new InvalidateConsent(
                            s.reportIn(s.spokenOf("x").country()),
                            s.spokenOf("x").person(),
                            s.spokenOf("x").modules(),
                            s.event("x"),
                            "Another text was shown"))),
            say(
                    "it was vouched for that " + WHO + " had said yes to " + WHAT,
                    s -> List.of(new AttestConsent(
                            s.report(), s.person("who"), s.modules("what"), "The registrar", "Signed forms", null))),
            say(
                    WHO + " assented to " + WHAT,
                    s -> List.of(new GiveAssent(s.report(), s.person("who"), s.modules("what")))),
            say(
                    WHO + " dissented from " + WHAT
                            + "(?: in session (?<session>[A-Z]+), asking to (?<held>keep in part|keep|destroy) what is held)?",
                    s -> List.of(new ExpressDissent(
                            s.report(),
                            s.person("who"),
                            s.modules("what"),
                            s.has("session") ? s.telling().session(s.word("session")) : null,
                            s.has("held")
                                    ? Held.valueOf(s.word("held")
                                            .toUpperCase(Locale.ROOT)
                                            .replace(' ', '_'))
                                    : null))),
            say(
                    WHO + " took back " + WHAT
                            + ", wanting (?<kind>no further collection|no new use|it destroyed|no contact)"
                            + "(?<passive> but agreeing to passive sources)?",
                    s -> List.of(s.withdrawal(withdrawal(s.word("kind")), List.of(), s.has("passive")))),
            say(
                    WHO + " objected to " + WHAT,
                    s -> List.of(s.withdrawal(WithdrawalKind.RESTRICT_OR_OBJECT, List.of(), false))),
            say(
                    WHO + " agreed to " + WHAT + " only by telephone",
                    s -> List.of(s.withdrawal(WithdrawalKind.REDUCE_OR_CHANGE_MODE, List.of(Mode.TELEPHONE), false))),
            say(
                    X + " was (?<outcome>lifted|upheld)",
                    s -> List.of(new DecideObjection(
                            s.reportIn(s.spokenOf("x").country()),
                            s.spokenOf("x").person(),
                            s.spokenOf("x").modules(),
                            s.event("x"),
                            ObjectionOutcome.valueOf(s.word("outcome").toUpperCase(Locale.ROOT)),
                            "The data protection officer"))),
            say(
                    "the erasure of " + WHO + " was decided",
                    s -> List.of(new DecideErasure(
                            s.report(),
                            s.person("who"),
                            "data protection officer",
                            "asked to be forgotten",
                            "GDPR Art. 17(1)(b)",
                            "DPO 2020/7"))),
            say(
                    WHO + " is erased upon " + X,
                    s -> List.of(new ErasePerson(
                            s.report(),
                            s.person("who"),
                            s.event("x"),
                            "data protection officer",
                            "asked to be forgotten",
                            "GDPR Art. 17(1)(b)",
                            s.day(),
                            "DPO 2020/7",
                            List.of()))),
            say(
                    WHO + " was assessed as (?<able>able|unable) to decide about " + WHAT,
                    s -> List.of(new AssessCapacity(
                            s.report(),
                            s.person("who"),
                            s.modules("what"),
                            "to take part",
                            s.word("able").equals("able")
                                    ? CapacityOutcome.HAS_CAPACITY
                                    : CapacityOutcome.LACKS_CAPACITY,
                            "A psychologist"))),
            say(
                    BY + " was appointed (?<kind>guardian|consultee) of " + WHO,
                    s -> List.of(new AppointRelationship(
                            s.report(),
                            s.person("who"),
                            List.of(),
                            RelationshipKind.valueOf(s.word("kind").toUpperCase(Locale.ROOT)),
                            s.word("by")))),
            say(
                    BY + " ceased to be (?<kind>guardian|consultee) of " + WHO,
                    s -> List.of(new EndRelationship(
                            s.report(),
                            s.person("who"),
                            List.of(),
                            RelationshipKind.valueOf(s.word("kind").toUpperCase(Locale.ROOT)),
                            s.word("by"),
                            "Moved away"))),
            say(
                    WHO + " was told of " + X,
                    s -> List.of(new TellOfAmendment(s.report(), s.person("who"), List.of(), s.event("x")))));

    private SaidOfConsent() {}
}
