package org.fieldledger.command.entity;

import org.fieldledger.events.CaseCode;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.SessionCode;

/** The name of a stream: the kind of entity and its code. What must be decided together stands in one stream. */
public record StreamName(String name) {

    /** The programme: its years and its consent modules. */
    public static final StreamName PROGRAMME = new StreamName("programme");

    /** All ethics approvals. They are few, and each action has to find the one that covers it. */
    public static final StreamName APPROVALS = new StreamName("approvals");

    /** All consent form versions. */
    public static final StreamName FORMS = new StreamName("forms");

    /** A stream of the action's own, named after its first event. */
    public static final StreamName OF_ITS_OWN = new StreamName("action");

    public static StreamName caseStudy(CaseCode code) {
        return new StreamName("case/" + code);
    }

    public static StreamName schedules(CaseCode code) {
        return new StreamName("schedules/" + code);
    }

    public static StreamName participant(ParticipantCode code) {
        return new StreamName("participant/" + code);
    }

    public static StreamName instrument(InstrumentCode code) {
        return new StreamName("instrument/" + code);
    }

    public static StreamName session(SessionCode code) {
        return new StreamName("session/" + code);
    }

    public static StreamName forum(int number) {
        return new StreamName("forum/" + number);
    }

    public static StreamName deviation(String code) {
        return new StreamName("deviation/" + code);
    }

    public static StreamName release(String code) {
        return new StreamName("release/" + code);
    }

    public static StreamName signOff(String code) {
        return new StreamName("signoff/" + code);
    }

    @Override
    public String toString() {
        return name;
    }
}
