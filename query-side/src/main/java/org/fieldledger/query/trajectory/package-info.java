/** Trajectories: how scores of people, arms and wards went from timepoint to timepoint, and what stands in place of those that are not there. */
@NullMarked
package org.fieldledger.query.trajectory;

import org.jspecify.annotations.NullMarked;
