/** Evidence: what each theme and interpretation rests on, whether that still stands, and whether it may still be used. */
@NullMarked
package org.fieldledger.query.evidence;

import org.jspecify.annotations.NullMarked;
