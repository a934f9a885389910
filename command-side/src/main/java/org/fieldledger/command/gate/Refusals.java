package org.fieldledger.command.gate;

import java.util.List;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Rule;
import org.fieldledger.consent.CoverRule;
import org.fieldledger.consent.Shortfall;

/** What the reading found lacking, as the problems a reporter is told, each with the way out. */
public final class Refusals {

    public static List<Problem> of(List<Shortfall> shortfalls) {
        return shortfalls.stream().map(Refusals::of).toList();
    }

    public static Problem of(Shortfall lacking) {
        return new Problem(
                Rule.valueOf(lacking.rule().name()),
                lacking.detail(),
                wayOut(lacking.rule()),
                lacking.participant(),
                lacking.module());
    }

    private static String wayOut(CoverRule rule) {
        return switch (rule) {
            case CASE_NOT_OPEN ->
                "Check the date; what happened outside the life of the case can only be kept as a deviation";
            case PERFORMER_NOT_ASSIGNED ->
                "Say who performed it in report.performedBy, or have the role assigned from the day it began";
            case APPROVAL_NOT_IN_FORCE ->
                "Have the approval or its amendment recorded from the day it was decided, if there is one";
            case APPROVAL_NOT_STARTED -> "Apply for approval anew; what was begun too late rests on none";
            case ACTION_NOT_APPROVED -> "Have an amendment that allows it recorded, if there is one";
            case PARTICIPANT_NOT_ENROLLED ->
                "Check the code and the date, or record the enrolment from the day it took place";
            case CONSENT_NOT_GIVEN, CONSENT_INVALIDATED -> "Record the consent first, from the day it was expressed";
            case CONSENT_REFUSED, CONSENT_WITHDRAWN, CONSENT_EXPIRED ->
                "If it occurred earlier that day, give the time; if consent was given again, record that first";
            case CONSENT_SUSPENDED -> "Ask whoever decides now, and record what they decide";
            case RECONSENT_DUE -> "Ask the person again on the text in use, and record what they decide";
            case MODULE_PERIOD_OVER -> "Check the date; a longer period needs the module defined anew";
            case NO_CONTACT -> "Leave the person in peace; only sources without contact remain, if they agreed to them";
            case MODE_DECLINED -> "Meet the person in a way they welcome, and state it in report.mode";
            case SESSION_DISSENTED -> "Leave this person's part out of what is recorded";
            case PERSON_DISSENTED ->
                "Nothing, while it stands: their own no wins; if they changed their mind, record that";
            case DECIDER_NOT_ENTITLED ->
                "Have whoever is entitled decide; if an age, an assessment or an appointment is missing, record it first";
        };
    }

    private Refusals() {}
}
