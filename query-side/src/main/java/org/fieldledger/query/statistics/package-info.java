/** Figures of samples: what they are, how far they can be trusted, and where the formulas are from. Knows nothing of the field. */
@NullMarked
package org.fieldledger.query.statistics;

import org.jspecify.annotations.NullMarked;
