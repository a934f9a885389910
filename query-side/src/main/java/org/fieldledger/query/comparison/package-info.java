/** Comparison: how cases differ in design, to be read before the same question is asked of several side by side. */
@NullMarked
package org.fieldledger.query.comparison;

import org.jspecify.annotations.NullMarked;
