/**
 * The one reading of consent: what may be done with whom, as far as the events known say. Pure; both sides judge by it, the
 * gate before an action is recorded and the questions afterwards, so that they cannot disagree.
 *
 * <p>Give it the events that stand (neither superseded nor entered in error) in log order, each with its id, as {@link
 * org.fieldledger.consent.Facts}. {@link org.fieldledger.consent.CaseReading} reads one case from them; everything is worked
 * out only when asked for, and kept.
 *
 * <ul>
 *   <li>{@link org.fieldledger.consent.CaseReading#shortfalls} - whether an action was covered, with every rule that did not
 *       hold. What kinds of action need what stands in {@link org.fieldledger.consent.Needs}.
 *   <li>{@link org.fieldledger.consent.PersonReading#standing} - the state of a module at an instant, its cause and the
 *       deciding event.
 *   <li>{@link org.fieldledger.consent.PersonReading#mayDecide} - whether somebody may decide for a person on a day.
 *   <li>{@link org.fieldledger.consent.HeldMaterial} - what may be done with what is held.
 *   <li>{@link org.fieldledger.consent.Upcoming} - what falls due, and when.
 *   <li>{@link org.fieldledger.consent.Turns} - the days on which an answer may change, also by time alone.
 *   <li>{@link org.fieldledger.consent.Bearing} - on whom a fact that binds whole cases bears at all.
 *   <li>{@link org.fieldledger.consent.Approvals}, {@link org.fieldledger.consent.Forms}, {@link
 *       org.fieldledger.consent.ConsentRules} - approvals, texts and countries' rules by the day in the field.
 * </ul>
 *
 * Unknown denies. When permissions begin and end is written in {@link org.fieldledger.consent.Instants}.
 */
@NullMarked
package org.fieldledger.consent;

import org.jspecify.annotations.NullMarked;
