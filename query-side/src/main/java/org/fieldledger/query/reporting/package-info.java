/**
 * What reporting tools read: the views of {@code reporting_v1} in SQL, and a feed of what changes in them. Both show only what
 * may be used, as the one reading of consent has it; that is worked out here, ahead, for every day and every moment of
 * knowledge, and kept as rows between whose bounds SQL needs only to look.
 */
@NullMarked
package org.fieldledger.query.reporting;

import org.jspecify.annotations.NullMarked;
