/**
 * The side that decides. A command is a report from the field and a question: may this be recorded? The answer follows
 * from the streams it reads, through pure functions; what is accepted is appended in one step, or nothing is.
 *
 * <p>Packages are chapters of fieldwork. Chapters know {@code entity} (what is on record) and {@code gate} (what must
 * hold), never each other.
 */
@NullMarked
package org.fieldledger.command;

import org.jspecify.annotations.NullMarked;
