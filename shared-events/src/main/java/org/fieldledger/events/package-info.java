/**
 * The data dictionary of the ledger: one file per chapter of fieldwork, one record per kind of action.
 *
 * <p>Everything here is a fact that happened. When the store came to know it is the store's business and stands beside
 * the event, never in it. A stored event keeps its simple record name and its bytes for ever; a change of shape is a new
 * revision with an upcaster in {@link org.fieldledger.events.Upcasters}.
 */
@NullMarked
package org.fieldledger.events;

import org.jspecify.annotations.NullMarked;
