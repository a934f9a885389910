/** Participants: who is in which case, in what role over time, and what each took part in. */
@NullMarked
package org.fieldledger.query.participant;

import org.jspecify.annotations.NullMarked;
