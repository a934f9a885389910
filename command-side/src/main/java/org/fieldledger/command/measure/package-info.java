/** Measures, assessments and goals: what people answered, on which version and at which timepoint. */
@NullMarked
package org.fieldledger.command.measure;

import org.jspecify.annotations.NullMarked;
