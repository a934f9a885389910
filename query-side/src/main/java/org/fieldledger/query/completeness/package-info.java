/** Completeness: what fieldwork owes by its schedules, and what became of each cell, as of any two times. */
@NullMarked
package org.fieldledger.query.completeness;

import org.jspecify.annotations.NullMarked;
