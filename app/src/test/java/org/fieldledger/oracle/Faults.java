package org.fieldledger.oracle;

import static org.fieldledger.oracle.Fault.changed;
import static org.fieldledger.oracle.Fault.correctionsAreNotApplied;
import static org.fieldledger.oracle.Fault.daysAreThoseOfUtc;
import static org.fieldledger.oracle.Fault.errorsStayOnRecord;
import static org.fieldledger.oracle.Fault.eventsAreAppliedTwice;
import static org.fieldledger.oracle.Fault.knownAndTrueAreSwapped;
import static org.fieldledger.oracle.Fault.lateEntriesAreKnownAtOnce;
import static org.fieldledger.oracle.Fault.lateEntriesCountFromTheirRecording;
import static org.fieldledger.oracle.Fault.quarantineIsForgotten;
import static org.fieldledger.oracle.Fault.rowsAreLost;
import static org.fieldledger.oracle.Fault.without;

import java.util.List;

/** The faults that are planted, table by table, and the question that has to notice each. */
final class Faults {

    /** In a store in which courses were lived, asked the questions over time. */
    static final List<Fault> OF_COURSES = List.of(
            knownAndTrueAreSwapped("query.timeline", "timeline"),
            quarantineIsForgotten("query.timeline", "timeline"),
            daysAreThoseOfUtc("query.timeline", "timeline"),
            changed("query.timeline", "an entry lies in the month of UTC", "zone = 'UTC'", "drawn by month"),
            correctionsAreNotApplied("query.participant_part", "history of people"),
            rowsAreLost("query.participant_part", "history of people"),
            without("query.participant_course", "whoever leaves stays", "step = 'discontinued'", "retention"),
            errorsStayOnRecord("query.participant_course", "roles"),
            daysAreThoseOfUtc("query.participant_course", "retention"),
            without("query.register_case", "a case is never closed", "step = 'closed'", "case"),
            rowsAreLost("query.register_site", "case"),
            changed("query.register_site", "sites lose their arm", "arm = null where arm is not null", "pre-post"),
            without("query.register_team", "a role in the team never ends", "step = 'ended'", "team"),
            rowsAreLost("query.register_team", "team"),
            without(
                    "query.register_instrument",
                    "a version is never released",
                    "version = '2.0' and step = 'released'",
                    "instruments"),
            without("query.register_instrument", "a version never retires", "step = 'retired'", "instruments"),
            changed(
                    "query.leadership_programme",
                    "a day of the field is counted in UTC",
                    "begins = (begins::timestamp at time zone programme_zone at time zone 'UTC')::date",
                    "leadership-coverage"),
            without("query.leadership_case", "a case never opens", "step = 'opened'", "leadership-coverage"),
            correctionsAreNotApplied("query.leadership_course", "leadership-years"),
            rowsAreLost("query.leadership_course", "leadership-years"),
            changed(
                    "query.leadership_interview",
                    "a missed interview is taken for held",
                    "held = true where not held",
                    "leadership-coverage"),
            rowsAreLost("query.leadership_interview", "completeness"),
            rowsAreLost("query.evidence_claim", "evidence"),
            correctionsAreNotApplied("query.evidence_claim", "evidence"),
            correctionsAreNotApplied("query.measure_administration", "trajectories"),
            lateEntriesAreKnownAtOnce("query.measure_administration", "summaries"),
            rowsAreLost("query.measure_item", "trajectories"),
            lateEntriesCountFromTheirRecording("query.measure_allocation", "completeness-people"),
            correctionsAreNotApplied("query.measure_allocation", "completeness-people"),
            rowsAreLost("query.measure_allocation", "design"),
            changed(
                    "query.measure_score",
                    "a score counts an item that is not its own",
                    "items = array['S1', 'S2', 'S3'] where version = '1.0'",
                    "trajectories"),
            rowsAreLost("query.completeness_schedule", "completeness-people"),
            rowsAreLost("query.completeness_missed", "completeness-people"),
            without("query.completeness_forum", "a forum that was held stays called", "step = 'held'", "completeness"),
            eventsAreAppliedTwice("query.completeness_ward", "completeness"),
            quarantineIsForgotten("query.completeness_ward", "completeness"),
            daysAreThoseOfUtc("query.completeness_intervention", "completeness-people"),
            without(
                    "query.consent_fact",
                    "withdrawals are not projected",
                    "kind = 'ConsentWithdrawn'",
                    "measure-responses"),
            errorsStayOnRecord("query.consent_fact", "measure-responses"));

    /** In a store in which a field was lived, asked the questions about consent. */
    static final List<Fault> OF_CONSENT = List.of(
            correctionsAreNotApplied("query.consent_fact", "consent of the case"),
            lateEntriesAreKnownAtOnce("query.consent_fact", "consent of the case"),
            without("query.consent_fact", "births are not projected", "matters = 'birth'", "consent of the case"),
            without(
                    "query.consent_fact",
                    "withdrawals are not projected",
                    "kind = 'ConsentWithdrawn'",
                    "held of a person"),
            rowsAreLost("query.consent_fact", "held of a person"));

    /** In a store in which courses were lived, asked what reporting shows. */
    static final List<Fault> OF_REPORTING = List.of(
            changed(
                    "reporting.material_use",
                    "quarantine is forgotten",
                    "use = 'usable' where use = 'quarantined'",
                    "timeline_at"),
            changed(
                    "reporting.material_use",
                    "what was judged before is never closed",
                    "known_until = 'infinity' where known_until <> 'infinity'",
                    "material_use"),
            changed("reporting.material_use", "what was said late counts from its recording", """
                    true_from = known_from::date
                     where true_from > '-infinity' and known_from::date > true_from and known_from::date < true_until
                    """, "material_use"),
            changed(
                    "reporting.consent_standing",
                    "an interval is never closed",
                    "true_until = 'infinity' where true_until <> 'infinity'",
                    "consent_state_at"),
            changed(
                    "reporting.consent_standing",
                    "what is learned late is taken for known from the first",
                    "known_from = '-infinity'",
                    "consent_state_at"),
            changed(
                    "reporting.approval",
                    "an approval never ends",
                    "true_until = 'infinity' where approved and true_until <> 'infinity'",
                    "approval"),
            changed(
                    "reporting.kind",
                    "nobody's consent is asked for",
                    "of_people = false where of_people",
                    "timeline_at"),
            new Fault("reporting.held_back", "a case stays held back", "insert into %s select 'ONE'", "timeline_at"),
            changed(
                    "reporting.setting",
                    "the day is counted in a far zone",
                    "zone = case when extract(hour from now() at time zone zone) < 12 then 'Etc/GMT+12' else 'Etc/GMT-14' end",
                    "basis"),
            changed(
                    "reporting.progress",
                    "judging is taken for farther back than it is",
                    "position = position - 1 where what = 'use'",
                    "basis"),
            changed(
                    "reporting.published",
                    "a row is taken for retracted",
                    "digest = null, because = 'changed' where view = 'timeline' and digest is not null and change % 3 = 0",
                    "feed of timeline"),
            new Fault("reporting.published", "what was published last is lost", """
                    delete from %s where view = 'consent_state' and change %% 3 = 0
                    """, "feed of consent_state"));

    /** In that store while the later half of its history is recorded, for what goes wrong then: asked of somebody who follows. */
    static final List<Fault> WHILE_IT_RUNS = List.of(new Fault(
            "reporting.touched",
            "what was judged again is not told",
            "create rule planted as on insert to %s do instead nothing",
            "feed of timeline"));

    private Faults() {}
}
