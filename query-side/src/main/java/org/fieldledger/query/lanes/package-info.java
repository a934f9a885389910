/** Timelines of anything: a person, an instrument, the programme; by what may be done with what was taken as well. */
@NullMarked
package org.fieldledger.query.lanes;

import org.jspecify.annotations.NullMarked;
